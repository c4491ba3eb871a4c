import { kindOf } from './kind-of.js';

/**
 * Also for errors of another realm (an iframe, a vm context as Jest makes), which `instanceof` does not know, and for
 * proxies that throw when they are asked.
 *
 * @param {unknown} value
 * @returns {value is Error}
 */
export function isError(value) {
  try {
    return value instanceof Error || ['Error', 'DOMException'].includes(kindOf(value));
  } catch {
    return false;
  }
}
