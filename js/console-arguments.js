/** What somebody passed to a method of the console, as an entry. */

import { isError } from './is-error.js';
import { textOf } from './text-of.js';

/**
 * The text is what the console would print, without what it would print as objects: one that stands alone is taken for
 * the properties, several are the property `args`. The first error is the property `error`.
 *
 * @param {readonly unknown[]} args
 * @returns {{ message: string, properties: Record<string, unknown> }}
 */
export function readConsoleArguments(args) {
  const { text, rest } = args.length > 0 ? substitute(args) : { text: [], rest: [] };
  const error = rest.find(isError);
  const isText = (/** @type {unknown} */ arg) => typeof arg !== 'object' || arg === null || arg === error;
  const words = rest.filter(isText).map((arg) => (arg === error && error ? error.message : textOf(arg)));
  const objects = rest.filter((arg) => !isText(arg));
  const message = [...text, ...words].join(' ');
  return {
    message: message || (rest.length > 0 ? 'an object' : ''),
    properties: { ...propertiesOf(objects), ...(error ? { error } : {}) },
  };
}

/**
 * @param {unknown[]} objects
 * @returns {object}
 */
function propertiesOf(objects) {
  const [only] = objects;
  if (objects.length === 1 && !Array.isArray(only)) return /** @type {object} */ (only);
  return objects.length > 0 ? { args: objects } : {};
}

/**
 * The format string, if there is one: https://console.spec.whatwg.org/#formatter
 *
 * @param {readonly unknown[]} args
 * @returns {{ text: string[], rest: unknown[] }}
 */
function substitute([first, ...rest]) {
  if (typeof first !== 'string') return { text: [], rest: [first, ...rest] };
  if (rest.length === 0) return { text: [first], rest };
  const text = first.replace(/%([sdifoOc%])/g, (whole, specifier) => {
    if (specifier === '%') return '%';
    if (rest.length === 0) return whole;
    const value = rest.shift();
    switch (specifier) {
      case 'd':
      case 'i':
        return typeof value === 'symbol' ? 'NaN' : textOf(parseInt(textOf(value), 10));
      case 'f':
        return typeof value === 'symbol' ? 'NaN' : textOf(parseFloat(textOf(value)));
      case 'c':
        return '';
      default:
        return typeof value === 'object' && !isError(value) ? asJson(value) : textOf(value);
    }
  });
  return { text: [text], rest };
}

/** @param {unknown} value */
function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return textOf(value);
  }
}
