/** The properties of an entry, as a JavaScript caller passes them. */

/** @type {Readonly<Record<string, unknown>>} */
export const NO_PROPERTIES = /* @__PURE__ */ Object.freeze({});

/**
 * A shallow copy, so that a record keeps what it was given when the caller goes on to change his object. Values are
 * not copied: cloning would cost more than the rest of the entry, and lose what cannot be cloned.
 *
 * What is not a bag of properties is kept under a name rather than lost: an `Error`'s own fields do not survive a
 * copy, and `log.error('save failed', error)` is what people write.
 *
 * @param {unknown} given
 * @returns {Readonly<Record<string, unknown>>}
 */
export function copyProperties(given) {
  if (given === null || given === undefined) return NO_PROPERTIES;
  if (given instanceof Error) return { error: given };
  if (typeof given !== 'object' || Array.isArray(given)) return { value: given };
  try {
    return { ...given };
  } catch (error) {
    // A getter or a proxy threw. Logging never throws, and says what became of the properties.
    return { error };
  }
}
