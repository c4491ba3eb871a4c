/** The names of the levels, and their numbers in C++. */

import { refusal } from '../values/describe-value.js';

/**
 * The six levels, the most severe first.
 */
export const levels = /* @__PURE__ */ Object.freeze(
  /** @type {const} */ (['fatal', 'error', 'warn', 'info', 'debug', 'trace']),
);

/**
 * How severe an entry is.
 *
 * @typedef {(typeof levels)[number]} Level
 */

/**
 * The threshold of a filter: it lets a level and everything more severe through; `off` lets nothing through.
 *
 * @typedef {'off' | Level} LevelFilter
 */

/**
 * @param {number} number 1 to 6
 * @returns {Level}
 */
export function levelFromNumber(number) {
  return /** @type {Level} */ (levels[number - 1]);
}

/**
 * @param {Level} level
 * @returns {number} 1 to 6; 0 for an unknown name
 */
export function levelToNumber(level) {
  return levels.indexOf(level) + 1;
}

/**
 * Reads a name as C++ does: in any case, and `warning` is `warn`.
 *
 * @param {string} subject names the setting in the message
 * @param {unknown} value
 * @param {string} [others] what else is allowed, for the message
 * @returns {LevelFilter}
 */
export function checkLevelFilter(subject, value, others = '') {
  const isString = typeof value === 'string';
  const name = isString ? value.toLowerCase().replace(/^warning$/, 'warn') : '';
  if (['off', ...levels].includes(name)) return /** @type {LevelFilter} */ (name);
  const Problem = isString ? RangeError : TypeError;
  throw new Problem(refusal(subject, value, `allowed are off, ${levels.join(', ')}${others}`));
}
