import { checkOptions, checkSink, readOption, readText } from './check-options.js';
import { wrapSink } from './wrap-sink.js';

/**
 * @typedef {object} RedactionOptions
 * @property {readonly (string | RegExp)[]} [keys] Names of properties, at any depth, whose values are replaced: text in
 *   any case, or what matches. Default: see `SECRET`.
 * @property {readonly RegExp[]} [patterns] What is replaced within messages and texts, wherever it stands.
 * @property {string} [replacement] Default `'[redacted]'`.
 */

/** What is not fit for a log under any name that holds one of these. */
const SECRET = /passw|secret|token|authorization|api-?_?key|cookie|credential|private-?_?key/i;

const KEYS_ALLOWED = 'allowed is an array of strings and regular expressions';
const PATTERNS_ALLOWED = 'allowed is an array of regular expressions';

/** Deeper values are replaced whole: what was not looked at is not let through. */
const DEPTH = 8;

/**
 * A sink that passes on records without what must not leave the program. Records themselves are not changed, as other
 * sinks get the same: objects, arrays, maps, sets and errors are looked through, on copies.
 *
 *     withRedaction(httpSink(), { patterns: [/\b\d{16}\b/] })
 *
 * @param {import('./hub.js').Sink} sink
 * @param {RedactionOptions} [options]
 * @returns {import('./wrap-sink.js').WrappedSink}
 */
export function withRedaction(sink, options = {}) {
  checkSink('withRedaction', sink);
  const given = checkOptions('withRedaction', options, ['keys', 'patterns', 'replacement']);
  const keys = readOption(given, 'keys', [SECRET], isListOf(isKey), KEYS_ALLOWED).map(matcherOf);
  const patterns = readOption(given, 'patterns', [], isListOf(isPattern), PATTERNS_ALLOWED).map(everywhere);
  const replacement = readText(given, 'replacement', '[redacted]');

  /** @param {string} text */
  const cleanText = (text) =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, () => replacement), text);

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {unknown}
   */
  function clean(value, depth) {
    if (typeof value === 'string') return cleanText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === DEPTH) return replacement;
    if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
    if (value instanceof Set) return new Set(Array.from(value, (item) => clean(item, depth + 1)));
    if (value instanceof Map) return new Map(cleanEntries([...value], depth));
    if (ArrayBuffer.isView(value)) return value;
    // Also what is not enumerable, as an error's message and stack. What has nothing, a Date, is left as it is.
    const names = Object.getOwnPropertyNames(value);
    if (names.length === 0) return value;
    const copy = Object.create(Object.getPrototypeOf(value));
    const entries = names.map((name) => [name, /** @type {any} */ (value)[name]]);
    for (const [name, field] of cleanEntries(entries, depth)) {
      const enumerable = Object.prototype.propertyIsEnumerable.call(value, name);
      Object.defineProperty(copy, name, { value: field, enumerable, configurable: true, writable: true });
    }
    return copy;
  }

  /**
   * @param {unknown[][]} entries
   * @param {number} depth
   * @returns {[any, unknown][]}
   */
  function cleanEntries(entries, depth) {
    return entries.map(([key, value]) => [
      key,
      typeof key === 'string' && keys.some((matches) => matches(key)) ? replacement : clean(value, depth + 1),
    ]);
  }

  return wrapSink(sink, (record) =>
    sink({
      ...record,
      message: cleanText(record.message),
      properties: Object.fromEntries(cleanEntries(Object.entries(record.properties), 0)),
    }),
  );
}

/** @param {(value: unknown) => boolean} isAllowed */
function isListOf(isAllowed) {
  return (/** @type {unknown} */ value) => Array.isArray(value) && value.every(isAllowed);
}

/** @param {unknown} value */
const isPattern = (value) => value instanceof RegExp;

/** @param {unknown} value */
const isKey = (value) => typeof value === 'string' || isPattern(value);

/**
 * @param {string | RegExp} key
 * @returns {(name: string) => boolean}
 */
function matcherOf(key) {
  return typeof key === 'string'
    ? (name) => name.toLowerCase() === key.toLowerCase()
    : (name) => name.search(key) !== -1;
}

/** A pattern that finds each place, also a second time. @param {RegExp} pattern */
function everywhere({ source, flags }) {
  return new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);
}
