/** Converts the arguments of a console method to an entry. */

import { isError } from '../values/is-error.js';
import { kindOf } from '../values/kind-of.js';
import { addError, copyProperties } from '../record/properties.js';
import { toJson } from '../record/record-json.js';
import { readField, textOf } from '../values/text-of.js';
import { isNode, textFor } from '../values/unfold.js';

/**
 * The message is the console's text without objects. A single object becomes the properties, several become the
 * property `args`. The first error becomes the property `error`.
 *
 * @param {readonly unknown[]} args
 * @returns {{ message: string, properties: Readonly<Record<string, unknown>> }}
 */
export function readConsoleArguments(args) {
  const { text, rest } = args.length > 0 ? substitute(args) : { text: [], rest: [] };
  const error = rest.find(isError);
  const words = rest.map((arg) => (isError(arg) ? textOf(readField(arg, 'message')) : wordOf(arg)));
  const objects = rest.filter((arg, index) => arg !== error && (words[index] === undefined || isError(arg)));
  const message = [...text, ...words].filter((word) => word !== undefined).join(' ');
  const [only] = objects;
  const properties =
    objects.length === 1 && kindOf(only) !== 'Array' && !isError(only)
      ? copyProperties(only)
      : objects.length > 0
        ? { args: objects }
        : {};
  return {
    message: message || (objects.length > 0 ? describe(only) : ''),
    properties: error ? addError(error, properties) : properties,
  };
}

/**
 * @param {unknown} value
 * @returns {string | undefined} undefined for a value that the console prints as an object
 */
function wordOf(value) {
  if (typeof value !== 'object' || value === null) return textOf(value);
  try {
    return isNode(value) ? undefined : textFor(value);
  } catch {
    return undefined;
  }
}

/** @param {unknown} object */
function describe(object) {
  const kind = kindOf(object);
  return kind === 'Object' || kind === 'Array' ? 'an object' : kind;
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
        return isError(value) ? textOf(value) : (wordOf(value) ?? toJson(value));
    }
  });
  return { text: [text], rest };
}
