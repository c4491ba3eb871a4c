/** One sink of the hub: contains its exceptions, and watches its speed. */

import { noLosses } from './counts.js';
import { closeSink } from './life.js';
import { hasStackRoom, SINK_CALLS } from '../values/stack-room.js';
import { within } from '../util/wait.js';

/** @import { LogRecord } from '../record/record.js' */
/** @import { DeliveryCounts } from './counts.js' */
/** @import { Hub, ProcessIdentity, Sink } from './hub.js' */

/** @typedef {ReturnType<typeof createOutlet>} Outlet */

/** A synchronous sink that takes longer blocks the page: https://www.w3.org/TR/longtasks/ */
const LONG_MS = 50;

/**
 * Only every 64th record is timed: reading a clock twice costs more than the rest. The wall clock is read, as
 * `performance.now` takes four times as long in Chromium. The wall clock may be set meanwhile, so a slow record counts
 * only if `performance.now` confirms it at the next record.
 */
const TIMED_EVERY = 64;

/** An asynchronous sink gets no more records while this many are unfinished. */
const MOST_PENDING = 1000;

/**
 * @param {Sink} sink
 * @param {string} name
 * @param {Hub['report']} report
 */
export function createOutlet(sink, name, report) {
  /** @type {Set<string>} */
  const reported = new Set();
  /** @type {Set<PromiseLike<void>>} */
  const pending = new Set();
  let taken = 0;
  let dropped = 0;
  let refused = 0;
  let turn = 0;
  /** Whether the last record that was timed took long by the wall clock. */
  let isSuspicious = false;

  const now = () => (isSuspicious ? (globalThis.performance ?? Date) : Date).now(); // a worklet has Date only

  /**
   * @param {'error' | 'warn'} level
   * @param {string} state
   * @param {Record<string, unknown>} [properties]
   */
  function reportOnce(level, state, properties = {}) {
    if (reported.has(level)) return;
    reported.add(level);
    report(level, `${name} ${state}; this is reported once`, properties, outlet);
  }

  /** @param {unknown} error */
  const fail = (error) => reportOnce('error', 'failed', { error });

  /** @param {PromiseLike<void>} result */
  function watch(result) {
    pending.add(result);
    const settled = () => void pending.delete(result);
    result.then(settled, (error) => (settled(), ++refused, fail(error)));
  }

  /** @param {number} milliseconds */
  function checkTime(milliseconds) {
    const isLong = milliseconds >= LONG_MS;
    if (isLong && (isSuspicious || !globalThis.performance)) {
      reportOnce('warn', `is slow: a record took ${milliseconds.toFixed()} ms`, { milliseconds });
    }
    isSuspicious = isLong;
    if (isLong) turn = 0; // the next record is timed, too
  }

  const outlet = {
    /**
     * Small enough for V8 to inline; then V8 allocates no record for a sink that does not keep it. Throws if the stack
     * is full, which is not the sink's failure.
     *
     * @param {LogRecord} record
     * @returns {boolean} whether the sink took it
     */
    put(record) {
      ++taken;
      if (pending.size >= MOST_PENDING) {
        ++dropped;
        reportOnce('warn', `is slow: ${MOST_PENDING} records wait for it, more are dropped`);
        return false;
      }
      turn = (turn + 1) % TIMED_EVERY;
      const start = turn === 1 && now();
      try {
        const result = sink(record);
        if (result?.then) watch(result);
        if (start) checkTime(now() - start);
        return true;
      } catch (error) {
        ++refused;
        if (!hasStackRoom(SINK_CALLS)) throw error;
        fail(error);
        return false;
      }
    },

    hasFailed: () => reported.has('error'),

    /** @returns {DeliveryCounts} */
    counts() {
      const { counts } = sink;
      // An exception of such a sink may concern other records; its own counts include this one.
      if (counts) {
        return { ...counts, lost: { ...counts.lost, queue_full: counts.lost.queue_full + dropped } };
      }
      const waiting = pending.size;
      const lost = { ...noLosses(), queue_full: dropped, refused };
      return { delivered: taken - waiting - dropped - refused, waiting, lost };
    },

    /** @param {ProcessIdentity} process */
    start(process) {
      try {
        sink.start?.(process);
      } catch (error) {
        fail(error);
      }
    },

    /** @param {number} timeout */
    async flush(timeout) {
      const isDone = await within(timeout, async () => {
        try {
          await sink.flush?.(timeout);
        } catch (error) {
          fail(error);
        }
        await Promise.allSettled(pending);
      });
      if (isDone) return;
      report('warn', `${name} did not end its flush in ${timeout} ms`, outlet.counts(), outlet);
    },

    close() {
      try {
        closeSink(sink);
      } catch (error) {
        fail(error);
      }
    },
  };
  return outlet;
}
