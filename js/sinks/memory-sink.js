import { checkOptions, checkSink, readWhole } from '../util/check-options.js';
import { noLosses, withCounts } from '../delivery/counts.js';
import { checkLevelFilter, levelToNumber } from '../record/levels.js';
import { closeSink, settled, withLife } from '../delivery/life.js';
import { checkTimeout } from '../util/wait.js';

/** @import { DeliveryCounts } from '../delivery/counts.js' */
/** @import { ProcessIdentity, Sink } from '../delivery/hub.js' */
/** @import { LevelFilter } from '../record/levels.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { WrappedSink } from '../wrappers/wrap-sink.js' */

/**
 * @typedef {object} MemorySinkOptions
 * @property {number} [capacity] The number of records to keep; a newer one displaces the oldest. Default 1000.
 * @property {Sink} [dumpTo] A sink that gets the kept records, oldest first, when a record as severe as
 *   `dumpAt` comes; then the memory is empty. So it shows the details before an error, and no others.
 * @property {LevelFilter} [dumpAt] Default `'error'`.
 */

/**
 * @typedef {object} MemorySinkState
 * @property {readonly LogRecord[]} records A copy of the records that are kept now, oldest first.
 * @property {() => void} clear
 * @property {(process: ProcessIdentity) => void} start for `dumpTo`
 */

/**
 * `flush` and `close` are those of `dumpTo`. The counts are its own: a record that a newer one displaced is lost for
 * `queue_full`, any other is delivered.
 *
 * @typedef {WrappedSink & MemorySinkState &
 *   { readonly counts: DeliveryCounts }} MemorySink
 */

/**
 * A sink that keeps the last records, for tests, log panels and error reports.
 *
 * @param {MemorySinkOptions} [options]
 * @returns {MemorySink}
 */
export function memorySink(options = {}) {
  const given = checkOptions('memorySink', options, ['capacity', 'dumpTo', 'dumpAt']);
  const capacity = readWhole(given, 'capacity', 1000, 1);
  const { dumpTo } = options;
  if (dumpTo !== undefined) checkSink('memorySink: option "dumpTo"', dumpTo);
  const { dumpAt: level = 'error' } = given.values;
  const dumpAt = checkLevelFilter('memorySink: option "dumpAt"', level);

  /** @type {LogRecord[]} */
  let ring = [];
  let oldest = 0;
  let taken = 0;
  let displaced = 0;

  /** @param {LogRecord} record */
  function sink(record) {
    ++taken;
    if (ring.length < capacity) {
      ring.push(record);
    } else {
      ++displaced;
      ring[oldest] = record;
      oldest = (oldest + 1) % capacity;
    }
    const dumps = dumpAt !== 'off' && levelToNumber(record.level) <= levelToNumber(dumpAt);
    return dumpTo && dumps ? dump(dumpTo) : undefined;
  }

  const records = () => [...ring.slice(oldest), ...ring.slice(0, oldest)];

  /** @param {Sink} to */
  function dump(to) {
    const kept = records();
    clear();
    /** @type {unknown[]} */
    const failures = [];
    const results = kept.map((record) => {
      try {
        return to(record);
      } catch (error) {
        failures.push(error);
      }
    });
    if (failures.length > 0) throw failures[0];
    return settled(results);
  }

  function clear() {
    ring = [];
    oldest = 0;
  }

  Object.defineProperties(sink, {
    start: {
      value: (/** @type {ProcessIdentity} */ process) => dumpTo?.start?.(process),
    },
    records: { get: records, enumerable: true },
    clear: { value: clear, enumerable: true },
  });
  const kept = /** @type {typeof sink & MemorySinkState} */ (sink);
  const counts = () => ({
    delivered: taken - displaced,
    waiting: 0,
    lost: { ...noLosses(), queue_full: displaced },
  });
  return withLife(withCounts(kept, counts), {
    flush: async (timeout) => void (await dumpTo?.flush?.(checkTimeout(timeout))),
    close: () => dumpTo && closeSink(dumpTo),
  });
}
