import { describeValue } from './describe-value.js';

/**
 * Refuses what is not an object, and names that do not exist: a misspelt option would otherwise be ignored in silence.
 *
 * @param {string} where the function that was called, for the message
 * @param {unknown} options
 * @param {readonly string[]} allowed
 * @returns {Record<string, unknown>}
 */
export function checkOptions(where, options, allowed) {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${where}: the options are ${describeValue(options)}; an object is allowed`);
  }
  for (const name of Object.keys(options)) {
    if (!allowed.includes(name)) {
      throw new TypeError(
        `${where}: option ${JSON.stringify(name)} is not known; allowed are ${allowed.join(', ')}`,
      );
    }
  }
  return /** @type {Record<string, unknown>} */ (options);
}

/**
 * The one sentence that all bad values get.
 *
 * @param {string} where
 * @param {string} option
 * @param {unknown} value
 * @param {string} allowed e.g. "allowed is a string"
 * @returns {string}
 */
export function badOption(where, option, value, allowed) {
  return `${where}: option "${option}" is ${describeValue(value)}; ${allowed}`;
}
