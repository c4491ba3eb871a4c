import { kindOf } from './kind-of.js';

/**
 * Also for errors of another realm (an iframe, a vm context as Jest makes), which `instanceof` does not know.
 *
 * @param {unknown} value
 * @returns {value is Error}
 */
export function isError(value) {
  return value instanceof Error || kindOf(value) === 'Error';
}
