/** Turns a record into the arguments of a console method. */

/**
 * @typedef {object} ConsoleFormat
 * @property {import('./console-place.js').Place} place
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

/**
 * For light and dark developer tools; where `light-dark()` is not known, the console's own colour stays. Levels that
 * are not named there need none.
 *
 * @type {Readonly<Partial<Record<Style, string>>>}
 */
const CSS = {
  fatal: 'background:#c5221f;color:#fff;font-weight:bold;border-radius:3px;padding:0 4px',
  trace: 'color:light-dark(#5f6368,#aeb3b8)',
  target: 'color:light-dark(#00687f,#6fd0ea);font-weight:bold',
  source: 'color:light-dark(#5f6368,#aeb3b8)',
};

/** In a browser, where one sees by which method a text came, the method of these says another level. */
const AMBIGUOUS = ['fatal', 'trace'];

/**
 * `[target] message (file:line)`, with the level's name before it where the method alone does not tell, and the
 * properties, if any, as an object that the console can unfold.
 *
 * @param {import('./record.js').LogRecord} record
 * @param {ConsoleFormat} format
 * @returns {unknown[]}
 */
export function formatForConsole(record, { place, colouring }) {
  /** @type {Part[]} */
  const parts = [
    { text: `[${record.target}]`, style: 'target' },
    { text: record.message, style: '' },
  ];
  if (place === 'terminal') {
    parts.unshift({ text: record.level.toUpperCase().padEnd(5), style: record.level });
  } else if (AMBIGUOUS.includes(record.level)) {
    parts.unshift({ text: record.level.toUpperCase(), style: record.level });
  }
  if (record.file) parts.push({ text: `(${record.file}:${record.line})`, style: 'source' });

  const properties = Object.keys(record.properties).length > 0 ? [record.properties] : [];
  if (colouring === 'css') return [...css(parts), ...properties];
  const text = parts.map((part) => (colouring === 'ansi' ? ansi(part) : part.text)).join(' ');
  if (properties.length > 0) return [escapePercents(text), ...properties];
  // Nothing follows, so this is no format string; but Chromium's DevTools turn a "%%" into "%" all the same.
  return place === 'browser' && text.includes('%%') ? [`%c${escapePercents(text)}`, ''] : [text];
}

/** @param {Part} part */
function ansi({ text, style }) {
  return style === '' ? text : `\u001b[${ANSI[style]}m${text}\u001b[0m`;
}

/**
 * @param {Part[]} parts
 * @returns {string[]} a format string, and the styles that its `%c` switch to
 */
function css(parts) {
  const text = parts.map((part) => {
    const escaped = escapePercents(part.text);
    return part.style === '' ? escaped : `%c${escaped}%c`;
  });
  return [text.join(' '), ...parts.flatMap(({ style }) => (style === '' ? [] : [CSS[style] ?? '', '']))];
}

/**
 * A console that gets more than one argument takes the first for a format string. "%s" and the text would not do:
 * Chromium looks for further specifiers in what a "%s" has brought, as the standard says.
 *
 * @param {string} text
 */
function escapePercents(text) {
  return text.replaceAll('%', '%%');
}
