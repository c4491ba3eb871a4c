/**
 * `Map` for a Map, also of another realm; `Object` for objects without a tag.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function kindOf(value) {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return 'Object'; // the getter of its tag throws
  }
}
