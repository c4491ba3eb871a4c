/**
 * @param {unknown} value
 * @returns {string} also for what has no text or throws when asked
 */
export function textOf(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
