/**
 * How a bad value appears in an error message: short, on one line, and without calling any of its code.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describeValue(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value);
    case 'function':
      return 'a function';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'an array' : 'an object';
    case 'bigint':
      return `${value}n`;
    default:
      return String(value);
  }
}
