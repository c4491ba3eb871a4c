/**
 * Makes the text that a person reads in the browser's console: the message without styles, then the objects after it.
 *
 * @param {import('playwright-core').ConsoleMessage} message
 * @returns {string}
 */
export function consoleText(message) {
  const [format = '', ...rest] = message.args().map(String);
  const styles = format.match(/%c/g)?.length ?? 0;
  const isFormat = rest.length > 0;
  const text = isFormat ? format.replaceAll('%c', '').replaceAll('%%', '%') : format;
  return [text, ...rest.slice(styles)].join(' ');
}
