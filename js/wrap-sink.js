import { closeSink, withLife } from './life.js';

/**
 * A sink before another one, which lives as long.
 *
 * @param {import('./hub.js').Sink} inner
 * @param {import('./hub.js').Sink} outer
 * @returns {WrappedSink}
 */
export function wrapSink(inner, outer) {
  const wrapped = Object.defineProperties(
    (/** @type {import('./record.js').LogRecord} */ record) => outer(record),
    {
      start: { value: (/** @type {import('./hub.js').ProcessIdentity} */ process) => inner.start?.(process) },
      counts: { get: () => inner.counts, enumerable: true },
    },
  );
  return withLife(/** @type {typeof outer & WrappedLife} */ (wrapped), {
    flush: async (timeout) => void (await inner.flush?.(timeout)),
    close: () => closeSink(inner),
  });
}

/**
 * @typedef {object} WrappedLife
 * @property {(process: import('./hub.js').ProcessIdentity) => void} start
 * @property {import('./counts.js').DeliveryCounts | undefined} counts of the wrapped sink, where it has some
 */

/**
 * Returns what the wrapped sink returns, so that its promises are watched over.
 *
 * @typedef {((record: import('./record.js').LogRecord) => void | PromiseLike<void>) & import('./life.js').Life &
 *   Disposable & AsyncDisposable & WrappedLife} WrappedSink
 */
