import { isError } from './is-error.js';

/** Deeper values are cut off: a record is not a database. */
const DEPTH = 8;

/**
 * A value as one line of JSON, whatever it holds: an `Error` becomes its name, message, stack, cause and own
 * fields; a `Map` an object, a `Set` an array, a `bigint` text; what refers to itself, is nested too deep or throws is
 * replaced by a note.
 *
 * @param {object} value
 * @returns {string} without a line break
 */
export function toJson(value) {
  return JSON.stringify(toPlain(value, []));
}

/**
 * @param {unknown} value
 * @param {readonly object[]} around the objects that hold it
 * @returns {unknown} what JSON knows
 */
function toPlain(value, around) {
  switch (typeof value) {
    case 'bigint':
    case 'symbol':
      return String(value);
    case 'function':
      return `[function ${value.name}]`;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return value === null ? null : objectToPlain(value, around);
    default:
      return value;
  }
}

/**
 * @param {object} value
 * @param {readonly object[]} around
 * @returns {unknown}
 */
function objectToPlain(value, around) {
  if (around.includes(value)) return '[circular]';
  if (around.length >= DEPTH) return '[nested too deep]';
  const inside = [...around, value];
  try {
    if (isError(value)) {
      const { name, message, stack, cause } = value;
      const known = { name, message, stack, ...(cause === undefined ? {} : { cause }) };
      return mapValues({ ...known, .../** @type {object} */ (value) }, inside);
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') return toPlain(value.toJSON(), inside);
    if (Array.isArray(value) || value instanceof Set) {
      return Array.from(value, (item) => toPlain(item, inside));
    }
    return mapValues(value instanceof Map ? Object.fromEntries(value) : value, inside);
  } catch (error) {
    return `[${error}]`;
  }
}

/**
 * @param {object} object
 * @param {readonly object[]} around
 */
function mapValues(object, around) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toPlain(value, around)]));
}
