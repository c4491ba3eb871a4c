/**
 * Lets files be dropped anywhere on the page.
 *
 * @param {HTMLElement} target shown while files hover over the page
 * @param {(files: readonly File[]) => void} onFiles
 */
export function acceptDroppedFiles(target, onFiles) {
  /** The dragged files, if any. @param {DragEvent} event */
  const filesOf = ({ dataTransfer }) =>
    dataTransfer?.types.includes('Files') ? dataTransfer.files : undefined;

  document.addEventListener('dragover', (event) => {
    if (!filesOf(event)) return;
    event.preventDefault();
    target.hidden = false;
  });
  document.addEventListener('dragleave', (event) => {
    // A null target: the pointer left the window, not one element for another.
    if (event.relatedTarget === null) target.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    const files = filesOf(event);
    if (!files) return;
    event.preventDefault();
    target.hidden = true;
    onFiles([...files]);
  });
}
