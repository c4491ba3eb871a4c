/** Converts the values that a logger takes in place of a string. */

import { isError } from '../values/is-error.js';
import { addError, copyProperties } from '../record/properties.js';
import { textOf } from '../values/text-of.js';

/**
 * @param {unknown} message a function, an `Error`, the strings of a tagged template; from untyped callers anything
 * @param {unknown} given the next argument: the first value of a template, or the properties
 * @param {readonly unknown[]} values the further arguments
 * @returns {{ text: string, properties?: unknown }} properties as `copyProperties` takes them
 */
export function readMessage(message, given, values) {
  try {
    const value = typeof message === 'function' ? message() : message;
    if (isTemplate(value)) return { text: fill(value, [given, ...values]) };
    if (!isError(value)) {
      // `image.onerror = log.error` gets an event, whose text has no details.
      return { text: textOf(value), properties: given ?? (typeof value === 'object' ? value : undefined) };
    }
    return {
      text: String(value.message || value.name),
      properties: addError(value, copyProperties(given)),
    };
  } catch (error) {
    return { text: 'the message could not be made', properties: { error } };
  }
}

/**
 * @param {unknown} value
 * @returns {value is TemplateStringsArray}
 */
function isTemplate(value) {
  return Array.isArray(/** @type {any} */ (value)?.raw);
}

/**
 * @param {TemplateStringsArray} strings
 * @param {readonly unknown[]} values
 * @returns {string}
 */
function fill(strings, values) {
  return String.raw({ raw: strings }, ...values.map(textOf));
}
