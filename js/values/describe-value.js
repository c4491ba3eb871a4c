import { kindOf } from './kind-of.js';

/**
 * Makes the error message for a bad value.
 *
 * @param {string} subject names the argument or option
 * @param {unknown} value
 * @param {string} allowed e.g. "allowed is a string"
 */
export const refusal = (subject, value, allowed) => `${subject} is ${describeValue(value)}; ${allowed}`;

/**
 * Describes a bad value for an error message: short, on one line, and without its own text.
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
