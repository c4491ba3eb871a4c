/** One sink as the hub sees it: what it throws, and how far it lags behind, stays here. */

import { closeSink } from './life.js';

/** @typedef {ReturnType<typeof createOutlet>} Outlet */

/** A synchronous sink that takes longer blocks the page: https://www.w3.org/TR/longtasks/ */
const LONG_MS = 50;

/** An asynchronous sink that has not finished so many records gets no more until it has. */
const MOST_PENDING = 1000;

/**
 * @param {import('./hub.js').Sink} sink
 * @param {string} name
 * @param {import('./hub.js').Hub['report']} report
 */
export function createOutlet(sink, name, report) {
  /** @type {Set<string>} */
  const reported = new Set();
  /** @type {Set<PromiseLike<void>>} */
  const pending = new Set();

  /**
   * @param {'error' | 'warn'} level
   * @param {string} what
   * @param {Record<string, unknown>} properties
   */
  function reportOnce(level, what, properties) {
    if (reported.has(level)) return;
    reported.add(level);
    report(level, `${name} ${what}; this is reported once`, properties, outlet);
  }

  /** @param {unknown} error */
  const fail = (error) => reportOnce('error', 'failed', { error });

  /** Whether the sink took the record. @param {import('./record.js').LogRecord} record */
  function put(record) {
    if (pending.size >= MOST_PENDING) {
      reportOnce('warn', `is slow: ${MOST_PENDING} records wait for it, more are dropped`, {});
      return false;
    }
    try {
      const result = sink(record);
      if (result?.then) {
        pending.add(result);
        const settled = () => void pending.delete(result);
        result.then(settled, (error) => (settled(), fail(error)));
      }
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  }

  const outlet = {
    put,
    hasFailed: () => reported.has('error'),

    /** @param {import('./record.js').LogRecord} record */
    putTimed(record) {
      const start = performance.now();
      put(record);
      const milliseconds = performance.now() - start;
      if (milliseconds < LONG_MS) return;
      reportOnce('warn', `is slow: a record took it ${Math.round(milliseconds)} ms`, { milliseconds });
    },

    async flush() {
      try {
        await sink.flush?.();
      } catch (error) {
        fail(error);
      }
      await Promise.allSettled(pending);
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
