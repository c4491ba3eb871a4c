import { kindOf } from './kind-of.js';

/**
 * Recognises also errors of another realm (an iframe, Jest's vm context), for which `instanceof` is false, and does not
 * throw for proxies that do.
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
