/** The properties of an entry, as a JavaScript caller passes them. */

import { isError } from './is-error.js';

/** @type {Readonly<Record<string, unknown>>} */
export const NO_PROPERTIES = /* @__PURE__ */ Object.freeze({});

/**
 * A shallow copy, so that a record keeps what it was given when the caller goes on to change his object. Values are
 * not copied: cloning would cost more than the rest of the entry, and lose what cannot be cloned.
 *
 * What is not a bag of properties is kept under a name rather than lost: an `Error`'s own fields do not survive a
 * copy, and `log.error('save failed', error)` is what people write.
 *
 * @param {unknown} given or a function that makes it
 * @returns {Readonly<Record<string, unknown>>}
 */
export function copyProperties(given) {
  if (given === null || given === undefined) return NO_PROPERTIES;
  try {
    const value = typeof given === 'function' ? given() : given;
    if (value === null || value === undefined) return NO_PROPERTIES;
    if (isError(value)) return { error: value };
    return typeof value !== 'object' || Array.isArray(value) ? { value } : { ...value };
  } catch (error) {
    // A getter, a proxy or the function threw. Logging never throws, and says what became of the properties.
    return { error };
  }
}
