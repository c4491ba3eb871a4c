import { kindOf } from './kind-of.js';

/**
 * @param {unknown} value
 * @returns {string} also for what has no text or throws when asked
 */
export function textOf(value) {
  try {
    return String(value);
  } catch {
    return `[object ${kindOf(value)}]`;
  }
}

/** What stands in the place of a value that could not be read. @param {unknown} error */
export const noteOf = (error) => `[${textOf(error)}]`;

/**
 * A field's value, or a note where its getter throws.
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
