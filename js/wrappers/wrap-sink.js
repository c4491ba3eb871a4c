import { closeSink, withLife } from '../delivery/life.js';
import { checkTimeout } from '../util/wait.js';

/** @import { DeliveryCounts } from '../delivery/counts.js' */
/** @import { ProcessIdentity, Sink } from '../delivery/hub.js' */
/** @import { Life } from '../delivery/life.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * Adds the members of the wrapped sink to the wrapper.
 *
 * @param {Sink} inner
 * @param {Sink} outer
 * @param {() => void | PromiseLike<void>} [finish] gives the wrapped sink what is left, before its flush and its close
 * @returns {WrappedSink}
 */
export function wrapSink(inner, outer, finish = () => {}) {
  const wrapped = Object.defineProperties((/** @type {LogRecord} */ record) => outer(record), {
    start: {
      value: (/** @type {ProcessIdentity} */ process) => inner.start?.(process),
    },
    counts: { get: () => inner.counts, enumerable: true },
  });
  return withLife(/** @type {typeof outer & WrappedLife} */ (wrapped), {
    async flush(timeout) {
      const most = checkTimeout(timeout);
      await Promise.all([finish(), inner.flush?.(most)]);
    },
    close() {
      try {
        finish()?.then(undefined, () => {}); // nobody hears a rejection any more
      } finally {
        closeSink(inner);
      }
    },
  });
}

/**
 * @typedef {object} WrappedLife
 * @property {(process: ProcessIdentity) => void} start
 * @property {DeliveryCounts | undefined} counts the wrapped sink's, if it has some
 */

/**
 * A sink that passes on some records. If the decision throws, the record passes, and the sink counts as failed.
 *
 * @param {Sink} inner
 * @param {(record: LogRecord) => boolean} passes
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
 * Returns the wrapped sink's result, so that its promises are watched.
 *
 * @typedef {((record: LogRecord) => void | PromiseLike<void>) & Life &
 *   Disposable & AsyncDisposable & WrappedLife} WrappedSink
 */
