// Why: docs/decisions/0015-a-failing-sink-is-the-other-sinks-news.md
/** Brings a record to the sinks. Nothing that a sink does reaches the one who logged. */

import { createLastRecords } from './last-records.js';
import { metaRecord } from './meta.js';
import { createOutlet } from './outlet.js';
import { hasStackRoom, SINK_CALLS } from '../values/stack-room.js';
import { textOf } from '../values/text-of.js';

/** @import { LogRecord } from '../record/record.js' */
/** @import { DeliveryCounts } from './counts.js' */
/** @import { Life } from './life.js' */
/** @import { Outlet } from './outlet.js' */

/**
 * Receives every record that the filter lets through. It is called while the entry is being logged, so it should be
 * quick. What it throws, a promise it returns that rejects, and slowness are reported to the other sinks, under the
 * target `micromegas.meta`, once a sink (by the console where no other sink is left). What it logs before it returns
 * is dropped. A promise that it returns is not waited for.
 *
 * @typedef {((record: LogRecord) => void | PromiseLike<void>) & SinkLife} Sink
 */

/**
 * What a sink may have besides.
 *
 * @typedef {object} SinkLife
 * @property {(process: ProcessIdentity) => void} [start] Names the sender from now on: the tracing that has the sink.
 * @property {(timeout?: number) => PromiseLike<void>} [flush] Resolves when all it was given is where it should go; it
 *   is not waited for any longer than so many milliseconds.
 * @property {() => void} [close] Lets go of timers and listeners. A later record takes them up again.
 * @property {DeliveryCounts | undefined} [counts] What became of what it was given, if it knows
 *   more than the caller.
 */

/**
 * @typedef {object} ProcessIdentity
 * @property {string} id `processId` of the tracing
 * @property {Readonly<Record<string, string>>} properties those of `init`
 */

/**
 * A sink that keeps something for later: flushed, then closed by `await using` and by that of its `Tracing`.
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
  /** Records that did not reach every sink, as the stack was full. To count them takes no room on it. */
  const losses = { count: 0 };
  /** @type {((record: LogRecord) => void) | undefined} */
  let keep;
  /** @type {Set<() => void>} */
  const atClose = new Set();
  const outlets = sinks.map((sink, index) => createOutlet(sink, `sink ${index}`, report));
  /** @type {{ record: LogRecord, from: Outlet | undefined }[]} */
  const reports = [];

  /** @type {(record: LogRecord) => void} */
  const put =
    outlets.length === 1
      ? /** @type {Outlet} */ (outlets[0]).put
      : (record) => {
          for (const outlet of outlets) outlet.put(record);
        };

  /**
   * The program's recursion may have used up the stack. Every call in here can fail then, so that what has to be done in
   * any case are assignments.
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
      // There is no room for it. The next record brings it.
    }
    delivering = false;
  }

  /**
   * @param {'error' | 'warn'} level
   * @param {string} message
   * @param {Record<string, unknown>} properties
   * @param {Outlet} [from] the sink that it is about, which does not get it
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
   * What throws is reported, as a module that has crashed does at every call.
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
    report,
    attempt,
    isDelivering: () => delivering,
    losses,
    atClose,
    /** From now on; returns what brings the last records. */
    keepLast() {
      const [keepOne, all] = createLastRecords();
      keep = keepOne;
      return all;
    },
    /** @param {ProcessIdentity} process */
    start(process) {
      for (const outlet of outlets) outlet.start(process);
    },
    /** What became of each sink's records. */
    counts: () => outlets.map((outlet) => outlet.counts()),
    /**
     * Waits for all sinks, no longer than so many milliseconds; never rejects.
     *
     * @param {number} timeout
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
 * Tells the developer what no sink would tell.
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
      // A console that throws leaves nobody to tell.
    }
  }
}
