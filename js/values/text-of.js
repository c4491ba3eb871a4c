import { kindOf } from './kind-of.js';

/**
 * @param {unknown} value
 * @returns {string} a text also for values that have none or throw
 */
export function textOf(value) {
  try {
    return String(value);
  } catch {
    return `[object ${kindOf(value)}]`;
  }
}

/** Makes the note in place of a value that could not be read. @param {unknown} error */
export const noteOf = (error) => `[${textOf(error)}]`;

/**
 * Reads a field; returns a note if its getter throws.
 *
 * @param {object} object
 * @param {string} name
 * @returns {unknown}
 */
export function readField(object, name) {
  try {
    return /** @type {any} */ (object)[name];
  } catch (error) {
    return noteOf(error);
  }
}
