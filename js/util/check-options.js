import { describeValue, refusal } from '../values/describe-value.js';

/**
 * @typedef {object} Options
 * @property {string} where the function that was called, for messages
 * @property {Readonly<Record<string, unknown>>} values
 */

/**
 * Refuses values that are not objects, and unknown names: a misspelt option would otherwise be ignored silently.
 *
 * @param {string} where
 * @param {unknown} options
 * @param {readonly string[]} allowed
 * @returns {Options}
 */
export function checkOptions(where, options, allowed) {
  if (!isObject(options)) {
    throw new TypeError(`${where}: the options are ${describeValue(options)}; an object is allowed`);
  }
  for (const name of Object.keys(options)) {
    if (!allowed.includes(name)) {
      throw new TypeError(
        `${where}: option ${JSON.stringify(name)} is not known; allowed are ${allowed.join(', ')}`,
      );
    }
  }
  return { where, values: options };
}

/**
 * Reads an option, or returns the fallback if it is left out.
 *
 * @template T
 * @param {Options} options
 * @param {string} name
 * @param {T} fallback
 * @param {(value: any) => unknown} isAllowed
 * @param {string} allowed e.g. "allowed is a string"
 * @returns {T}
 */
export function readOption({ where, values }, name, fallback, isAllowed, allowed) {
  const value = values[name];
  if (value === undefined) return fallback;
  if (!isAllowed(value)) throw new TypeError(badOption(where, name, value, allowed));
  return /** @type {T} */ (value);
}

/**
 * @template T
 * @param {Options} options
 * @param {string} name
 * @param {T} fallback
 * @param {readonly T[]} allowed
 */
export function readOneOf(options, name, fallback, allowed) {
  const names = allowed.map(describeValue).join(', ');
  return readOption(options, name, fallback, (value) => allowed.includes(value), `allowed are ${names}`);
}

/**
 * @param {Options} options
 * @param {string} name
 * @param {boolean} fallback
 */
export function readBoolean(options, name, fallback) {
  return readOneOf(options, name, fallback, [true, false]);
}

/**
 * @param {Options} options
 * @param {string} name
 * @param {string} fallback
 */
export function readText(options, name, fallback) {
  return readOption(options, name, fallback, isText, 'allowed is a string that is not empty');
}

/** The fallback of a number that must be given. */
export const REQUIRED = /** @type {number} */ (/** @type {unknown} */ (undefined));

/**
 * @template T
 * @param {Options} options
 * @param {string} name
 * @param {T} fallback
 */
export function readFunction(options, name, fallback) {
  return readOption(options, name, fallback, (value) => typeof value === 'function', 'allowed is a function');
}

/**
 * @param {Options} options
 * @param {string} name
 * @param {number} fallback
 * @param {(value: number) => boolean} [isAllowed]
 * @param {string} [allowed]
 */
export function readNumber(
  options,
  name,
  fallback,
  isAllowed = (value) => value > 0,
  allowed = 'allowed is a number above 0',
) {
  const value = readOption(options, name, fallback, (given) => typeof given === 'number', allowed);
  if (isAllowed(value)) return value;
  throw new RangeError(badOption(options.where, name, value, allowed));
}

/**
 * @param {Options} options
 * @param {string} name
 * @param {number} fallback
 * @param {number} least
 */
export function readWhole(options, name, fallback, least) {
  const isWhole = (/** @type {number} */ value) => Number.isSafeInteger(value) && value >= least;
  return readNumber(options, name, fallback, isWhole, `allowed is a whole number from ${least}`);
}

/**
 * Whether a value is an object of names and values; arrays, maps and headers hold their items elsewhere.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !(Symbol.iterator in value);
}

/** @param {unknown} value */
export function isText(value) {
  return typeof value === 'string' && value !== '';
}

/**
 * @param {string} where
 * @param {string} option
 * @param {unknown} value
 * @param {string} allowed
 * @returns {string}
 */
export function badOption(where, option, value, allowed) {
  return refusal(`${where}: option "${option}"`, value, allowed);
}

/** The names of the functions that make sinks: one of them may be given in place of its result. */
const makers = /* @__PURE__ */ new WeakMap();

/**
 * Names such a function. Bundlers leave the call out where the program does not use its result.
 *
 * @template {Function} Make
 * @param {string} name as users import it, as a bundler may change the function's own
 * @param {Make} make
 * @returns {Make} itself
 */
export function sinkMaker(name, make) {
  makers.set(make, name);
  return make;
}

/**
 * @param {string} subject
 * @param {any} sink
 */
export function checkSink(subject, sink) {
  const name = makers.get(sink);
  if (name) throw new TypeError(`${subject} is ${name} itself; allowed is its result, ${name}()`);
  if (typeof sink !== 'function') throw new TypeError(refusal(subject, sink, 'allowed is a function'));
}

/**
 * Refuses also a sink that would not see the records which the filter holds back.
 *
 * @param {string} where
 * @param {unknown} sink
 */
export function checkInnerSink(where, sink) {
  checkSink(`${where}: the sink`, sink);
  if ('backtrace' in /** @type {Function} */ (sink)) {
    throw new TypeError(
      `${where}: the sink is one of withBacktrace; allowed is withBacktrace around ${where}`,
    );
  }
}
