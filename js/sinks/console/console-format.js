/** Turns a record into the arguments of a console method. */

import { noteOf } from '../../values/text-of.js';

/** @import { Level } from '../../record/levels.js' */
/** @import { LogRecord } from '../../record/record.js' */
/** @import { Colouring, Place } from './console-place.js' */

/**
 * @typedef {object} ConsoleFormat
 * @property {Place} place
 * @property {Colouring} colouring
 * @property {boolean} [timestamps]
 * @property {boolean} [target] default true
 */

/** A piece of the text; without a style it has the console's own. @typedef {[text: string, style?: Style]} Part */

/** Time and place are grey, like `trace`. @typedef {Level | 'target'} Style */

/** @type {Readonly<Record<Style, string>>} SGR codes: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const ANSI = {
  fatal: '1;97;41',
  error: '1;31',
  warn: '1;33',
  info: '32',
  debug: '34',
  trace: '90',
  target: '36',
};

/**
 * Colours for light and dark developer tools; a browser without `light-dark()` shows the console's own colour. A level
 * is listed here if its name is shown: if the console's method, which a browser shows, stands for another level too.
 *
 * @type {Readonly<Partial<Record<Style, string>>>}
 */
const CSS = {
  fatal: 'background:#c5221f;color:#fff;font-weight:bold;padding:0 4px',
  trace: 'color:light-dark(#5f6368,#aeb3b8)',
  target: 'color:light-dark(#00687f,#6fd0ea);font-weight:bold',
};

/** The characters that control a terminal, or the direction of its text, which makes a line look like another one. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The same without line breaks and colours, for Node's text of values. */
// eslint-disable-next-line no-control-regex
const CONTROLS_IN_VALUES = /(?!\n|\u001b\[(?!8m)\d\d?m)[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * Writes them as the native sink does: `\x1b`, `\u202e`. So an entry can neither move the cursor nor begin a second line.
 *
 * @param {string} text
 * @param {RegExp} [controls]
 */
function escapeControls(text, controls = CONTROLS) {
  return text.replace(controls, (one) => {
    const code = one.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/**
 * Copies properties for Node's console, which prints the stack of an error unescaped, and throws if a value's code
 * throws.
 *
 * @param {Readonly<Record<string, unknown>>} properties
 */
export function shieldForTerminal(properties) {
  /** @type {(depth: number, options: object, inspect: (value: object, options: object) => string) => string} */
  const show = (_depth, options, inspect) => {
    try {
      return escapeControls(inspect(properties, options), CONTROLS_IN_VALUES);
    } catch (error) {
      return noteOf(error);
    }
  };
  return { [Symbol.for('nodejs.util.inspect.custom')]: show };
}

/**
 * Makes `[target] message (file:line)`, with the level's name before it if the method alone does not show the level,
 * and the properties, if any, as an object that the console can unfold.
 *
 * @param {LogRecord} record
 * @param {ConsoleFormat} format
 * @returns {unknown[]}
 */
export function formatForConsole(record, { place, colouring, timestamps, target = true }) {
  const { level } = record;
  /** @type {Part[]} */
  const parts = [];
  if (timestamps) parts.push([clockTime(record.time), 'trace']);
  if (place === 'terminal' || level in CSS) {
    parts.push([level.toUpperCase().padEnd(place === 'terminal' ? 5 : 0), level]);
  }
  if (target) parts.push([`[${record.target}]`, 'target']);
  parts.push([record.message]);
  if (record.file) parts.push([`(${record.file}:${record.line})`, 'trace']);

  if (place === 'terminal') for (const part of parts) part[0] = escapeControls(part[0]);
  const properties = Object.keys(record.properties).length > 0 ? [record.properties] : [];
  if (colouring === 'css') return [...css(parts), ...properties];
  const text = parts.map((part) => (colouring === 'ansi' ? ansi(part) : part[0])).join(' ');
  if (properties.length > 0) return [escapePercents(text), ...properties];
  // Nothing follows, so this is no format string; but Chromium's DevTools turn a "%%" into "%" all the same.
  return place === 'browser' && text.includes('%%') ? [`%c${escapePercents(text)}`, ''] : [text];
}

/** Makes the local time of day, `14:03:07.250`. @param {number} time */
function clockTime(time) {
  const here = time - new Date(time).getTimezoneOffset() * 60_000;
  return new Date(here).toISOString().slice(11, -1);
}

/** @param {Part} part */
function ansi([text, style]) {
  return style ? `\u001b[${ANSI[style]}m${text}\u001b[0m` : text;
}

/**
 * @param {Part[]} parts
 * @returns {string[]} a format string, and the styles that its `%c` switch to
 */
function css(parts) {
  /** @type {string[]} */
  const styles = [];
  const texts = parts.map(([text, style]) => {
    const escaped = escapePercents(text);
    if (!style) return escaped;
    styles.push(CSS[style] ?? '', '');
    return `%c${escaped}%c`;
  });
  return [texts.join(' '), ...styles];
}

/**
 * A console that gets several arguments uses the first as a format string. Passing "%s" and the text does not help:
 * Chromium looks for specifiers in the text that replaces "%s", as the standard says.
 *
 * @param {string} text
 */
function escapePercents(text) {
  return text.replaceAll('%', '%%');
}
