/**
 * What a person reads in the browser's console: the text without its styles, then the objects that follow it.
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
