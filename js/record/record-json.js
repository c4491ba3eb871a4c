import { createBudget, cutText, DEPTH, isSpent, TOO_LARGE } from '../values/budget.js';
import { hasStackRoom, SINK_CALLS } from '../values/stack-room.js';
import { noteOf, readField } from '../values/text-of.js';
import { unfold } from '../values/unfold.js';

/** @import { Budget } from '../values/budget.js' */

/**
 * Writes any value as one line of JSON: an `Error` becomes its name, message, stack, cause and own fields; a
 * `Map` an object, or pairs where its keys are no names; a `Set` an array; a date, an address, an element of a page its
 * text; a `bigint` text; bytes and numbers in a typed array the first of them. A note replaces values that refer
 * to themselves, are nested too deep, are too large or throw.
 *
 * @param {unknown} value
 * @returns {string} without a line break
 */
export function toJson(value) {
  return JSON.stringify(toPlain(value) ?? null);
}

/**
 * @param {unknown} value
 * @returns {any} a copy of JSON's types only
 */
export function toPlain(value) {
  return plain(value, [], createBudget(), false);
}

/**
 * @param {unknown} value
 * @param {readonly object[]} around the objects that hold it
 * @param {Budget} budget
 * @param {boolean} inPlatform
 * @returns {unknown}
 */
function plain(value, around, budget, inPlatform) {
  --budget.values;
  switch (typeof value) {
    case 'string':
      return cutText(value, budget);
    case 'bigint':
    case 'symbol':
      return cutText(String(value), budget);
    case 'function':
      return cutText(`[function ${readField(value, 'name')}]`, budget);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return value === null ? null : plainObject(value, around, budget, inPlatform);
    default:
      return value;
  }
}

/**
 * @param {object} value
 * @param {readonly object[]} around
 * @param {Budget} budget
 * @param {boolean} inPlatform
 * @returns {unknown}
 */
function plainObject(value, around, budget, inPlatform) {
  if (around.includes(value)) return '[circular]';
  if (around.length >= DEPTH) return '[nested too deep]';
  if (isSpent(budget)) return TOO_LARGE;
  const inside = [...around, value];
  try {
    const parts = unfold(value, inPlatform);
    if ('text' in parts) return cutText(parts.text, budget);
    if ('instead' in parts) return plain(parts.instead, inside, budget, inPlatform);
    if ('items' in parts) return plainItems(parts.items, inside, budget);
    if ('entries' in parts) {
      const pairs = plainItems(parts.entries, inside, budget);
      return isDictionary(pairs) ? Object.fromEntries(pairs) : pairs;
    }
    return plainFields(value, parts, inside, budget);
  } catch (error) {
    if (!hasStackRoom(SINK_CALLS)) throw error;
    return noteOf(error);
  }
}

/**
 * @param {Iterable<unknown>} items
 * @param {readonly object[]} inside
 * @param {Budget} budget
 */
function plainItems(items, inside, budget) {
  const copy = [];
  for (const item of items) {
    if (isSpent(budget)) {
      copy.push(TOO_LARGE);
      break;
    }
    copy.push(plain(item, inside, budget, false));
  }
  return copy;
}

/**
 * @param {object} value
 * @param {{ fields: Iterable<string>, isPlatform?: boolean }} parts
 * @param {readonly object[]} inside
 * @param {Budget} budget
 */
function plainFields(value, { fields, isPlatform = false }, inside, budget) {
  /** @type {[string, unknown][]} */
  const copy = [];
  for (const name of fields) {
    if (isSpent(budget) && inside.length > 1) {
      copy.push(['…', TOO_LARGE]);
      break;
    }
    copy.push([cutText(name, budget), plain(readField(value, name), inside, budget, isPlatform)]);
  }
  return Object.fromEntries(copy);
}

/**
 * Whether the pairs can become an object without loss: their keys are texts, each once.
 *
 * @param {unknown[]} pairs
 * @returns {pairs is [string, unknown][]}
 */
function isDictionary(pairs) {
  const names = pairs.map((pair) => Array.isArray(pair) && pair[0]);
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}
