import { checkOptions, checkInnerSink, readOption, readText } from '../util/check-options.js';
import { createBudget, DEPTH, isSpent } from '../values/budget.js';
import { isError } from '../values/is-error.js';
import { kindOf } from '../values/kind-of.js';
import { hasStackRoom, SINK_CALLS } from '../values/stack-room.js';
import { noteOf, readField, textOf } from '../values/text-of.js';
import { describeNode, isNode, unfold } from '../values/unfold.js';
import { wrapSink } from './wrap-sink.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { Budget } from '../values/budget.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * @typedef {object} RedactionOptions
 * @property {readonly (string | RegExp)[]} [keys] Names of properties, at any depth, whose values are replaced: a text,
 *   in any case, or a pattern. Default: names that contain, in any case, `passw`, `secret`, `token`,
 *   `authorization`, `cookie`, `credential`, `apikey` or `privatekey`, also with a hyphen or an underscore.
 * @property {readonly RegExp[]} [patterns] Parts of messages and texts that are replaced.
 * @property {string} [replacement] Default `'[redacted]'`.
 */

/** A value is secret if its name contains one of these. */
const SECRET = /passw|secret|token|authorization|api-?_?key|cookie|credential|private-?_?key/i;

const KEYS_ALLOWED = 'allowed is an array of strings and regular expressions';
const PATTERNS_ALLOWED = 'allowed is an array of regular expressions';

/**
 * A sink that removes secrets from records. It changes copies, as other sinks get the same records, and searches values
 * of every kind, names and keys included. A value with a `toJSON` is replaced by its result; an address, headers, a
 * form, a request and similar objects by their content. The replacement stands for values that are nested too deep or
 * too large, as nothing passes without being searched.
 *
 *     withRedaction(httpSink(), { patterns: [/\b\d{16}\b/] })
 *
 * @param {Sink} sink
 * @param {RedactionOptions} [options]
 * @returns {WrappedSink}
 */
export function withRedaction(sink, options = {}) {
  checkInnerSink('withRedaction', sink);
  const given = checkOptions('withRedaction', options, ['keys', 'patterns', 'replacement']);
  const keys = readOption(given, 'keys', [SECRET], isListOf(isKey), KEYS_ALLOWED).map(matcherOf);
  const patterns = readOption(given, 'patterns', [], isListOf(isPattern), PATTERNS_ALLOWED).map(everywhere);
  const replacement = readText(given, 'replacement', '[redacted]');

  const clean = createCleaner(keys, patterns, replacement);
  return wrapSink(sink, (record) => sink(clean(record)));
}

/**
 * @param {((name: string) => boolean)[]} keys
 * @param {RegExp[]} patterns
 * @param {string} replacement
 */
function createCleaner(keys, patterns, replacement) {
  /** @param {string} text */
  const cleanText = (text) =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, () => replacement), text);

  /** @param {unknown} name */
  const isSecret = (name) => typeof name === 'string' && keys.some((matches) => matches(name));

  /**
   * @param {unknown} value
   * @param {number} depth
   * @param {Budget} budget
   * @param {boolean} [inPlatform]
   * @returns {unknown}
   */
  function clean(value, depth, budget, inPlatform = false) {
    if (typeof value === 'string') return cleanText(value);
    if (value === null || value === undefined) return value;
    if (typeof value !== 'object') return unlessChanged(value, textOf(value));
    if (depth === DEPTH || isSpent(budget)) return replacement;
    --budget.values;
    try {
      return cleanObject(value, depth, budget, inPlatform);
    } catch (error) {
      if (!hasStackRoom(SINK_CALLS)) throw error;
      return cleanText(noteOf(error));
    }
  }

  /**
   * @param {unknown} value
   * @param {string} text the whole value as text
   */
  function unlessChanged(value, text) {
    const cleaned = cleanText(text);
    return cleaned === text ? value : cleaned;
  }

  /**
   * @param {object} value
   * @param {number} depth
   * @param {Budget} budget
   * @param {boolean} inPlatform
   * @returns {unknown}
   */
  function cleanObject(value, depth, budget, inPlatform) {
    const kind = kindOf(value);
    if (ArrayBuffer.isView(value) || kind === 'Date') return value;
    if (/^URL$|Location$/.test(kind)) return cleanUrl(/** @type {URL | Location} */ (value));
    if (isNode(value)) {
      return cleanText(describeNode(value, (name, text) => (isSecret(name) ? replacement : text)));
    }
    const parts = unfold(value, inPlatform);
    if ('text' in parts) return cleanText(parts.text);
    if ('instead' in parts) return clean(parts.instead, depth + 1, budget);
    if ('items' in parts) {
      const items = cleanItems(parts.items, (item) => clean(item, depth + 1, budget), budget);
      return kind === 'Set' ? new Set(items) : items;
    }
    if ('entries' in parts) {
      const entries = cleanItems(parts.entries, (entry) => cleanEntry(entry, depth, budget), budget);
      const map = new Map(entries);
      return map.size === entries.length ? map : entries; // a form may have a name twice
    }
    return cleanFields(value, parts, depth, budget);
  }

  /**
   * @template T, Cleaned
   * @param {Iterable<T>} items
   * @param {(item: T) => Cleaned} cleanItem
   * @param {Budget} budget
   */
  function cleanItems(items, cleanItem, budget) {
    const copy = [];
    for (const item of items) {
      if (isSpent(budget)) break;
      --budget.values;
      copy.push(cleanItem(item));
    }
    return copy;
  }

  /**
   * @param {[unknown, unknown]} entry
   * @param {number} depth
   * @param {Budget} budget
   * @returns {[unknown, unknown]}
   */
  function cleanEntry([key, value], depth, budget) {
    return [clean(key, depth + 1, budget), isSecret(key) ? replacement : clean(value, depth + 1, budget)];
  }

  /**
   * @param {object} value
   * @param {{ fields: Iterable<string>, isPlatform?: boolean }} parts
   * @param {number} depth
   * @param {Budget} budget
   */
  function cleanFields(value, { fields, isPlatform = false }, depth, budget) {
    // The copy must not compute anything from unsearched data. Fields of an error are not enumerable, and may be
    // inherited.
    const prototype = Object.getPrototypeOf(value);
    // An error of another frame becomes an error of this frame's class: its internal slot cannot be copied.
    const isForeign = isError(value) && !(value instanceof Error);
    const copy = Object.create(isPlatform ? Object.prototype : isForeign ? Error.prototype : prototype);
    for (const name of new Set([...fields, ...Object.getOwnPropertyNames(value)])) {
      if (isSpent(budget)) break;
      --budget.values;
      const field = isSecret(name)
        ? replacement
        : clean(readField(value, name), depth + 1, budget, isPlatform);
      let shown = cleanText(name);
      while (Object.hasOwn(copy, shown)) shown += '_';
      const enumerable = isPlatform || Object.prototype.propertyIsEnumerable.call(value, name);
      Object.defineProperty(copy, shown, { value: field, enumerable, configurable: true, writable: true });
    }
    return copy;
  }

  /** @param {URL | Location} url */
  function cleanUrl(url) {
    const copy = new URL(url.href);
    if (copy.password) copy.password = replacement;
    for (const name of [...copy.searchParams.keys()]) {
      if (isSecret(name)) copy.searchParams.set(name, replacement);
    }
    return cleanText(copy.href);
  }

  /**
   * @param {LogRecord} record
   * @returns {LogRecord}
   */
  return (record) => ({
    ...record,
    target: cleanText(record.target),
    message: cleanText(record.message),
    properties: cleanFields(record.properties, { fields: [] }, 0, createBudget()),
  });
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

/** Makes a pattern that finds every match, each time it is used. @param {RegExp} pattern */
function everywhere({ source, flags }) {
  return new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);
}
