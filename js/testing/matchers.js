import { isObject } from '../util/check-options.js';
import { describeValue } from '../values/describe-value.js';
import { levels } from '../record/levels.js';
import { toJson } from '../record/record-json.js';
import { recordFromLogger } from '../record/record.js';
import { listRecords, markExpected } from './recorder.js';

/** @import { LogRecord } from '../record/record.js' */

/**
 * The expected fields of a record; fields that are left out may have any value. A regular expression is matched against
 * a text; an asymmetric matcher (`expect.any(Number)`) is asked. A record may have more properties than are named here.
 *
 * @typedef {{ [Field in keyof LogRecord]?: Field extends 'properties'
 *   ? Readonly<Record<string, unknown>> | AsymmetricMatcher
 *   : LogRecord[Field] | RegExp | AsymmetricMatcher }} ExpectedRecord
 */

/** @typedef {{ asymmetricMatch: (value: any) => boolean }} AsymmetricMatcher */

/**
 * Declares the matcher for TypeScript. With Vitest: `declare module 'vitest' { interface Matchers<T> extends
 * LogMatchers<T> {} }`; with Jest: `declare module 'expect' { interface Matchers<R> extends LogMatchers<R> {} }`.
 *
 * @template R
 * @typedef {object} LogMatchers
 * @property {(expected: ExpectedRecord) => R} toHaveLogged
 */

/**
 * The `this` of a matcher in Jest and Vitest.
 *
 * @typedef {object} MatcherContext
 * @property {(a: unknown, b: unknown, ...rest: any[]) => boolean} equals
 */

/** The fields of a record. */
const FIELDS = Object.keys(recordFromLogger('info', '', '', 0, {}));

/** For `expect.extend`. */
export const matchers = {
  /**
   * Whether a record matches. Matching records are expected, see `failOnUnexpectedErrors`.
   *
   * @this {MatcherContext}
   * @param {unknown} received a recorder, a memory sink, or records
   * @param {ExpectedRecord} expected
   */
  toHaveLogged(received, expected) {
    const records = recordsOf(received);
    checkExpected(expected);
    const fields = Object.entries(expected);
    const found = records.filter((record) =>
      fields.every(([field, value]) => fieldMatches(this, /** @type {any} */ (record)[field], value, field)),
    );
    found.forEach(markExpected);
    const shown = `{ ${fields.map(([field, value]) => `${field}: ${show(value)}`).join(', ')} }`;
    return {
      pass: found.length > 0,
      message: () =>
        found.length > 0
          ? `expected no record ${shown}, but there is\n${listRecords(found)}`
          : `expected a record ${shown}, but ${records.length > 0 ? `there are\n${listRecords(records)}` : 'nothing was logged'}`,
    };
  },
};

/**
 * @param {MatcherContext} context
 * @param {unknown} actual
 * @param {any} expected
 * @param {string} field
 * @returns {boolean}
 */
function fieldMatches({ equals }, actual, expected, field) {
  if (expected instanceof RegExp) return typeof actual === 'string' && actual.search(expected) !== -1;
  if (field !== 'properties' || typeof expected?.asymmetricMatch === 'function') {
    return equals(actual, expected);
  }
  const properties = /** @type {Record<string, unknown>} */ (actual);
  return Object.entries(expected).every(
    ([name, value]) => Object.hasOwn(properties, name) && equals(properties[name], value),
  );
}

/**
 * @param {any} received
 * @returns {readonly LogRecord[]}
 */
function recordsOf(received) {
  const records = Array.isArray(received) ? received : received?.records;
  if (Array.isArray(records)) return records;
  throw new TypeError(
    `toHaveLogged: the records are in ${describeValue(received)}; allowed are recorder(), memorySink() and an array of records`,
  );
}

/**
 * Refuses unknown fields: a misspelt one would never match, so `not.toHaveLogged` would always pass.
 *
 * @param {any} expected
 */
function checkExpected(expected) {
  const allowed = `allowed are ${FIELDS.join(', ')}`;
  if (!isObject(expected)) {
    throw new TypeError(`toHaveLogged: the record is ${describeValue(expected)}; an object is allowed`);
  }
  for (const name of Object.keys(expected)) {
    if (!FIELDS.includes(name)) {
      throw new TypeError(`toHaveLogged: field ${JSON.stringify(name)} is not known; ${allowed}`);
    }
    checkField(name, expected[name]);
  }
  const { level, properties } = expected;
  if (typeof level === 'string' && !levels.includes(/** @type {any} */ (level))) {
    throw new RangeError(
      `toHaveLogged: the level is ${describeValue(level)}; allowed are ${levels.join(', ')}`,
    );
  }
  if ('properties' in expected && !isObject(properties)) {
    throw new TypeError(
      `toHaveLogged: the properties are ${describeValue(properties)}; allowed are an object and a matcher`,
    );
  }
}

/**
 * @param {string} field
 * @param {any} value
 */
function checkField(field, value) {
  if (field === 'properties' || typeof value?.asymmetricMatch === 'function') return;
  const isNumber = field === 'time' || field === 'line';
  const isAllowed = isNumber
    ? Number.isFinite(value)
    : typeof value === 'string' || value instanceof RegExp || (field === 'module' && value === null);
  if (isAllowed) return;
  const kinds = isNumber
    ? 'a finite number'
    : `a string${field === 'module' ? ', null' : ''}, a regular expression`;
  throw new TypeError(
    `toHaveLogged: the field ${field} is ${describeValue(value)}; allowed are ${kinds} and a matcher`,
  );
}

/** @param {any} value */
function show(value) {
  if (value instanceof RegExp) return String(value);
  return typeof value?.toAsymmetricMatcher === 'function' ? value.toAsymmetricMatcher() : toJson(value);
}
