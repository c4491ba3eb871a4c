/**
 * Lets files be dropped anywhere on the page.
 *
 * @param {HTMLElement} target shown while files hover over the page
 * @param {(files: readonly File[]) => void} onFiles
 */
export function acceptDroppedFiles(target, onFiles) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;

  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    target.hidden = false;
  });
  document.addEventListener('dragleave', (event) => {
    // A null target: the pointer left the window, not one element for another.
    if (event.relatedTarget === null) target.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    target.hidden = true;
    onFiles([...event.dataTransfer.files]);
  });
}
