/** Turns a record into the arguments of a console method. */

/**
 * @typedef {object} ConsoleFormat
 * @property {boolean} labelled Whether every level is named, or only those whose method another level has too.
 * @property {import('./console-place.js').Colouring} colouring
 */

/** A piece of the text. An empty style is the console's own. @typedef {{ text: string, style: Style | '' }} Part */

/** @typedef {import('./levels.js').Level | 'target' | 'source'} Style */

/** @type {Readonly<Record<Style, string>>} SGR codes: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const ANSI = {
  fatal: '1;97;41',
  error: '1;31',
  warn: '1;33',
  info: '32',
  debug: '34',
  trace: '90',
  target: '36',
  source: '90',
};

/** @type {Readonly<Record<Style, string>>} Legible on DevTools' light and dark grounds alike. */
const CSS = {
  fatal: 'background:#c5221f;color:#fff;font-weight:bold;border-radius:3px;padding:0 4px',
  error: 'color:#d93025;font-weight:bold',
  warn: 'color:#b06000;font-weight:bold',
  info: 'color:#188038',
  debug: 'color:#4285f4',
  trace: 'color:#808080',
  target: 'color:#0b84a5;font-weight:bold',
  source: 'color:#808080',
};

/** The console method of these says another level. */
const AMBIGUOUS = ['fatal', 'trace'];

/**
 * `[target] message (file:line)`, with the level's name before it where the method alone does not tell, and the
 * properties, if any, as an object that the console can unfold.
 *
 * @param {import('./record.js').LogRecord} record
 * @param {ConsoleFormat} format
 * @returns {unknown[]}
 */
export function formatForConsole(record, { labelled, colouring }) {
  /** @type {Part[]} */
  const parts = [
    { text: `[${record.target}]`, style: 'target' },
    { text: record.message, style: '' },
  ];
  if (labelled || AMBIGUOUS.includes(record.level)) {
    const name = record.level.toUpperCase();
    parts.unshift({ text: labelled ? name.padEnd(5) : name, style: record.level });
  }
  if (record.file) parts.push({ text: `(${record.file}:${record.line})`, style: 'source' });

  const properties = Object.keys(record.properties).length > 0 ? [record.properties] : [];
  if (colouring === 'css') return [...css(parts), ...properties];
  const text = parts.map((part) => (colouring === 'ansi' ? ansi(part) : part.text)).join(' ');
  return properties.length > 0 ? [escapePercents(text), ...properties] : [text];
}

/** @param {Part} part */
function ansi({ text, style }) {
  return style === '' ? text : `\u001b[${ANSI[style]}m${text}\u001b[0m`;
}

/**
 * @param {Part[]} parts
 * @returns {string[]} a format string and the style of each of its parts
 */
function css(parts) {
  const text = parts.map((part) => `%c${escapePercents(part.text)}`).join('%c ');
  return [
    text,
    ...parts.flatMap(({ style }, index) => [...(index > 0 ? [''] : []), style === '' ? '' : CSS[style]]),
  ];
}

/**
 * A console that gets more than one argument takes the first for a format string.
 *
 * @param {string} text
 */
function escapePercents(text) {
  return text.replaceAll('%', '%%');
}
