import { closeSink, withLife } from './life.js';

/**
 * A sink before another one, which lives as long.
 *
 * @param {import('./hub.js').Sink} inner
 * @param {import('./hub.js').Sink} outer
 * @returns {WrappedSink}
 */
export function wrapSink(inner, outer) {
  return withLife((/** @type {import('./record.js').LogRecord} */ record) => outer(record), {
    flush: async () => void (await inner.flush?.()),
    close: () => closeSink(inner),
  });
}

/**
 * Returns what the wrapped sink returns, so that its promises are watched over.
 *
 * @typedef {((record: import('./record.js').LogRecord) => void | PromiseLike<void>) & import('./life.js').Life &
 *   Disposable & AsyncDisposable} WrappedSink
 */
