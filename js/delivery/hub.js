// Why: docs/decisions/0015-a-failing-sink-is-the-other-sinks-news.md
/** Delivers records to the sinks. A failure of a sink does not reach the caller of the logger. */

import { createLastRecords } from './last-records.js';
import { metaRecord } from './meta.js';
import { createOutlet } from './outlet.js';
import { levelToNumber } from '../record/levels.js';
import { hasStackRoom, SINK_CALLS } from '../values/stack-room.js';
import { textOf } from '../values/text-of.js';

/** @import { LogRecord } from '../record/record.js' */
/** @import { DeliveryCounts } from './counts.js' */
/** @import { Life } from './life.js' */
/** @import { Outlet } from './outlet.js' */

/**
 * Receives every record that the filter lets through. It is called while the entry is being logged, so it should be
 * quick. An exception, a rejected promise, and slowness are reported once for each sink, to the other sinks under the
 * target `micromegas.meta`, or on the console if no other sink is left. Entries that the sink logs before it returns
 * are dropped. Nothing waits for a promise that it returns.
 *
 * @typedef {((record: LogRecord) => void | PromiseLike<void>) & SinkLife} Sink
 */

/**
 * Gets the records that the filter holds back.
 *
 * @typedef {object} Backtrace
 * @property {number} level those up to it, 1 to 6
 * @property {(record: LogRecord) => void} keep
 */

/**
 * Optional members of a sink.
 *
 * @typedef {object} SinkLife
 * @property {(process: ProcessIdentity) => void} [start] Names the sender from now on: the tracing that has the sink.
 * @property {(timeout?: number) => PromiseLike<void>} [flush] Resolves when all records are delivered; the caller waits
 *   at most `timeout` milliseconds.
 * @property {() => void} [close] Ends timers and listeners. A later record starts them again.
 * @property {DeliveryCounts | undefined} [counts] The outcome of its records, if it knows more than the
 *   caller.
 * @property {Backtrace} [backtrace] see `withBacktrace`
 */

/**
 * @typedef {object} ProcessIdentity
 * @property {string} id `processId` of the tracing
 * @property {Readonly<Record<string, string>>} properties those of `init`
 */

/**
 * A sink that keeps records for later. `await using`, of the sink or of its `Tracing`, flushes and closes it.
 *
 * @typedef {((record: LogRecord) => void) & Life & Disposable &
 *   AsyncDisposable & { start?: (process: ProcessIdentity) => void, readonly counts: DeliveryCounts }}
 *   LastingSink
 */

/**
 * Calls every sink with the record. Never throws.
 *
 * @callback Deliver
 * @param {LogRecord} record
 * @returns {void}
 */

/** @typedef {ReturnType<typeof createHub>} Hub */

/** @param {readonly Sink[]} sinks */
export function createHub(sinks) {
  let delivering = false;
  /** Records that did not reach every sink, as the stack was full. Counting them takes no stack. */
  const losses = { count: 0 };
  /** @type {((record: LogRecord) => void) | undefined} */
  let keep;
  /** @type {Set<() => void>} */
  const atClose = new Set();
  const outlets = sinks.map((sink, index) => createOutlet(sink, nameOf(sink, index), report));
  /** @type {{ record: LogRecord, from: Outlet | undefined }[]} */
  const reports = [];
  const backtraces = sinks.flatMap(({ backtrace }) => backtrace ?? []);

  /** @type {(record: LogRecord) => void} */
  const put =
    outlets.length === 1
      ? /** @type {Outlet} */ (outlets[0]).put
      : (record) => {
          for (const outlet of outlets) outlet.put(record);
        };

  /**
   * The program's recursion may have used up the stack. Then every call in here can fail, so the steps that must not
   * fail are assignments.
   *
   * @type {Deliver}
   */
  function deliver(record) {
    if (delivering) return;
    delivering = true;
    try {
      keep?.(record);
      put(record);
    } catch {
      ++losses.count;
    }
    try {
      if (reports.length > 0 || losses.count > 0) tellReports();
    } catch {
      // The stack has no room. The next record delivers the reports.
    }
    delivering = false;
  }

  /**
   * Takes a record that the filter holds back, but a sink wants to keep. Never throws.
   *
   * @type {Deliver}
   */
  function holdBack(record) {
    if (delivering) return;
    try {
      const number = levelToNumber(record.level);
      for (const { level, keep } of backtraces) if (number <= level) keep(record);
    } catch {
      ++losses.count;
    }
  }

  /**
   * @param {'error' | 'warn'} level
   * @param {string} message
   * @param {Record<string, unknown>} properties
   * @param {Outlet} [from] the reported sink, which does not get the report
   */
  function report(level, message, properties, from) {
    reports.push({ record: metaRecord(level, message, properties), from });
    if (!delivering) deliverReports();
  }

  function deliverReports() {
    delivering = true;
    try {
      tellReports();
    } catch {
      // As above.
    }
    delivering = false;
  }

  function tellReports() {
    addLosses();
    // A sink that fails here adds its own report, once, so this ends.
    for (let next = reports[0]; next; next = reports[0]) {
      let heard = false;
      for (const outlet of outlets) {
        if (outlet !== next.from && !outlet.hasFailed()) heard = outlet.put(next.record) || heard;
      }
      if (!heard) tellDeveloper(next.record);
      reports.shift();
    }
  }

  function addLosses() {
    const { count } = losses;
    if (count === 0) return;
    const message = `the stack was full; ${count} records did not reach every sink`;
    reports.push({ record: metaRecord('error', message, { lost: count }), from: undefined });
    losses.count = 0;
  }

  /**
   * Runs a step and reports its exception: a crashed module throws at every call.
   *
   * @param {string} problem
   * @param {() => void} step
   */
  function attempt(problem, step) {
    try {
      step();
    } catch (error) {
      report('error', problem, { error });
    }
  }

  return {
    deliver,
    holdBack,
    /** The most verbose level of records that a sink wants though the filter holds them back, 0 to 6. */
    backtraceLevel: Math.max(0, ...backtraces.map(({ level }) => level)),
    report,
    attempt,
    isDelivering: () => delivering,
    losses,
    atClose,
    /** Keeps the last records from now on; returns a function that reads them. */
    keepLast() {
      const last = createLastRecords();
      keep = last.keep;
      return last.all;
    },
    /** @param {ProcessIdentity} process */
    start(process) {
      for (const outlet of outlets) outlet.start(process);
    },
    /** The outcome of each sink's records. */
    counts: () => outlets.map((outlet) => outlet.counts()),
    /**
     * Waits for all sinks; never rejects.
     *
     * @param {number} timeout the longest wait, in milliseconds
     */
    async flush(timeout) {
      await Promise.all(outlets.map((outlet) => outlet.flush(timeout)));
    },
    close() {
      for (const end of atClose) end();
      for (const outlet of outlets) outlet.close();
    },
  };
}

/**
 * Most of this package's own sinks are called `sink`, which says nothing.
 *
 * @param {Sink} sink
 * @param {number} index
 */
function nameOf({ name }, index) {
  return `sink ${index}${name && name !== 'sink' ? ` (${name})` : ''}`;
}

/**
 * Prints a report that no sink took.
 *
 * @param {LogRecord} record
 */
export function tellDeveloper({ level, message, properties }) {
  const values = Object.values(properties);
  /** @param {unknown[]} shown */
  const say = (shown) =>
    console[/** @type {'error' | 'warn'} */ (level)](`micromegas-tracing: ${message}`, ...shown);
  try {
    say(values);
  } catch (error) {
    if (!hasStackRoom(SINK_CALLS)) throw error;
    try {
      say(values.map(textOf)); // Node's console runs code of the values, which may throw.
    } catch {
      // A console that throws leaves no place for the report.
    }
  }
}
