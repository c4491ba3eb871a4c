/**
 * `Map` for a Map, also of another realm; `Object` for what nobody has named.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function kindOf(value) {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return 'Object'; // it names itself by a getter that throws
  }
}
