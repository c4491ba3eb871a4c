/** What a logger may be given in place of a string, and what becomes of it. */

import { isError } from './is-error.js';
import { copyProperties, NO_PROPERTIES } from './properties.js';
import { textOf } from './text-of.js';

/**
 * @param {unknown} message a function, an `Error`, the strings of a tagged template; from untyped callers anything
 * @param {readonly unknown[]} rest what followed it: the values of a template, or the properties
 * @returns {{ text: string, properties: Readonly<Record<string, unknown>> }}
 */
export function readMessage(message, rest) {
  try {
    const value = typeof message === 'function' ? message() : message;
    if (isTemplate(value)) return { text: fill(value, rest), properties: NO_PROPERTIES };
    const properties = copyProperties(rest[0]);
    if (!isError(value)) return { text: textOf(value), properties };
    return { text: String(value.message || value.name), properties: { error: value, ...properties } };
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
