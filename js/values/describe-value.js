import { kindOf } from './kind-of.js';

/**
 * The one sentence that all bad values get.
 *
 * @param {string} what it was given for
 * @param {unknown} value
 * @param {string} allowed e.g. "allowed is a string"
 */
export const refusal = (what, value, allowed) => `${what} is ${describeValue(value)}; ${allowed}`;

/**
 * How a bad value appears in an error message: short, on one line, and without its own text.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describeValue(value) {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}…` : value);
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = kindOf(value);
  if (kind === 'Array') return 'an array';
  return kind === 'Object' ? 'an object' : `an object (${kind})`;
}
