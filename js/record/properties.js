/** The properties of an entry, as a JavaScript caller passes them. */

import { isError } from '../values/is-error.js';
import { kindOf } from '../values/kind-of.js';
import { readField } from '../values/text-of.js';

/** @type {Readonly<Record<string, unknown>>} */
export const NO_PROPERTIES = /* @__PURE__ */ Object.freeze({});

/**
 * Makes a shallow copy, so that a later change of the caller's object does not change the record. Values are not
 * copied: cloning would cost more than the rest of the entry, and fail for values that cannot be cloned.
 *
 * A value that is not a bag of properties is kept under a name: an `Error`'s own fields, a date, a map do not survive a
 * copy, and people write `log.error('save failed', error)`.
 *
 * @param {unknown} given the properties, or a function that makes them
 * @returns {Readonly<Record<string, unknown>>}
 */
export function copyProperties(given) {
  if (given === null || given === undefined) return NO_PROPERTIES;
  try {
    const value = typeof given === 'function' ? given() : given;
    if (value === null || value === undefined) return NO_PROPERTIES;
    if (isError(value)) return { error: value };
    return isBag(value) ? copyFields(value) : { value };
  } catch (error) {
    // A proxy or the function threw. Logging never throws; the error replaces the properties.
    return { error };
  }
}

/**
 * Whether an object's fields are all of its content, so that a copy of them can replace it.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isBag(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return true;
  // The window of another origin has no prototype, and a copy of it would be empty.
  if (prototype === null) return Object.keys(value).length === Reflect.ownKeys(value).length;
  if (kindOf(value) !== 'Object') return false;
  return Object.getPrototypeOf(prototype) === null || (!('toJSON' in value) && Object.keys(value).length > 0);
}

/** @param {Record<string, unknown>} value */
function copyFields(value) {
  try {
    return { ...value };
  } catch {
    return Object.fromEntries(Object.keys(value).map((name) => [name, readField(value, name)]));
  }
}

/**
 * @param {unknown} error
 * @param {Readonly<Record<string, unknown>>} properties that stand beside it
 * @returns {Readonly<Record<string, unknown>>}
 */
export function addError(error, properties) {
  const isTaken = 'error' in properties && properties['error'] !== error;
  return isTaken ? { error, args: [properties] } : { error, ...properties };
}
