import { closeSink, withLife } from '../delivery/life.js';
import { checkTimeout } from '../util/wait.js';

/**
 * A sink before another one, which lives as long.
 *
 * @param {import('../delivery/hub.js').Sink} inner
 * @param {import('../delivery/hub.js').Sink} outer
 * @returns {WrappedSink}
 */
export function wrapSink(inner, outer) {
  const wrapped = Object.defineProperties(
    (/** @type {import('../record/record.js').LogRecord} */ record) => outer(record),
    {
      start: {
        value: (/** @type {import('../delivery/hub.js').ProcessIdentity} */ process) =>
          inner.start?.(process),
      },
      counts: { get: () => inner.counts, enumerable: true },
    },
  );
  return withLife(/** @type {typeof outer & WrappedLife} */ (wrapped), {
    flush: async (timeout) => void (await inner.flush?.(checkTimeout(timeout))),
    close: () => closeSink(inner),
  });
}

/**
 * @typedef {object} WrappedLife
 * @property {(process: import('../delivery/hub.js').ProcessIdentity) => void} start
 * @property {import('../delivery/counts.js').DeliveryCounts | undefined} counts of the wrapped sink, where it has some
 */

/**
 * A sink that passes on some records. What decides may throw: then the record passes, and the sink has failed.
 *
 * @param {import('../delivery/hub.js').Sink} inner
 * @param {(record: import('../record/record.js').LogRecord) => boolean} passes
 * @returns {WrappedSink}
 */
export function wrapSome(inner, passes) {
  return wrapSink(inner, (record) => {
    let pass;
    try {
      pass = passes(record);
    } catch (error) {
      const result = inner(record);
      if (!result) throw error;
      return result.then(() => {
        throw error;
      });
    }
    return pass ? inner(record) : undefined;
  });
}

/**
 * Returns what the wrapped sink returns, so that its promises are watched over.
 *
 * @typedef {((record: import('../record/record.js').LogRecord) => void | PromiseLike<void>) & import('../delivery/life.js').Life &
 *   Disposable & AsyncDisposable & WrappedLife} WrappedSink
 */
