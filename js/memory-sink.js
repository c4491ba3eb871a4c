import { badOption, checkOptions } from './check-options.js';

/**
 * @typedef {object} MemorySinkOptions
 * @property {number} [capacity] How many records are kept; a newer one displaces the oldest. Default 1000.
 */

/**
 * @typedef {object} MemorySinkState
 * @property {readonly import('./record.js').LogRecord[]} records What is kept now, oldest first: a copy.
 * @property {() => void} clear
 */

/** @typedef {((record: import('./record.js').LogRecord) => void) & MemorySinkState} MemorySink */

/**
 * A sink that keeps the last records, for tests, log panels and error reports.
 *
 * @param {MemorySinkOptions} [options]
 * @returns {MemorySink}
 */
export function memorySink(options = {}) {
  const capacity = checkCapacity(checkOptions('memorySink', options, ['capacity'])['capacity']);

  /** @type {import('./record.js').LogRecord[]} */
  let ring = [];
  let oldest = 0;

  /** @param {import('./record.js').LogRecord} record */
  function sink(record) {
    if (ring.length < capacity) {
      ring.push(record);
      return;
    }
    ring[oldest] = record;
    oldest = (oldest + 1) % capacity;
  }

  function clear() {
    ring = [];
    oldest = 0;
  }

  return /** @type {MemorySink} */ (
    Object.defineProperties(sink, {
      records: { get: () => [...ring.slice(oldest), ...ring.slice(0, oldest)], enumerable: true },
      clear: { value: clear, enumerable: true },
    })
  );
}

/**
 * @param {unknown} capacity
 * @returns {number}
 */
function checkCapacity(capacity) {
  if (capacity === undefined) return 1000;
  const problem = badOption('memorySink', 'capacity', capacity, 'allowed is a whole number from 1');
  if (typeof capacity !== 'number') throw new TypeError(problem);
  if (!Number.isSafeInteger(capacity) || capacity < 1) throw new RangeError(problem);
  return capacity;
}
