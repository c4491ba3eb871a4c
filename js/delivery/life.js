/// <reference lib="esnext.disposable" preserve="true" />

/** @import { SinkLife } from './hub.js' */

/**
 * @typedef {object} Life
 * @property {(timeout?: number) => Promise<void>} flush Resolves when all records are delivered or lost, or after
 *   `timeout` milliseconds; never rejects for a record that could not be delivered.
 * @property {() => void} close Ends timers and listeners. A later record starts them again.
 */

/**
 * Adds `flush` and `close` to a sink, also for `using`.
 *
 * @template {object} T
 * @param {T} target
 * @param {Life} life
 * @returns {T & Life & Disposable & AsyncDisposable}
 */
export function withLife(target, life) {
  return withSymbols(Object.assign(target, life), life);
}

/**
 * Adds the methods that `using` and `await using` call, where the platform has the symbols.
 *
 * @template {object} T
 * @param {T} target
 * @param {Life} life
 * @returns {T & Disposable & AsyncDisposable}
 */
export function withSymbols(target, { flush, close }) {
  const flushAndClose = async () => {
    await flush();
    close();
  };
  // Older browsers have neither the symbols nor `using`.
  Object.assign(
    target,
    Symbol.dispose && { [Symbol.dispose]: close },
    Symbol.asyncDispose && { [Symbol.asyncDispose]: flushAndClose },
  );
  return /** @type {T & Disposable & AsyncDisposable} */ (target);
}

/**
 * Combines the results of several sink calls into one promise, so that no rejection is lost; undefined if all are done.
 *
 * @param {readonly (void | PromiseLike<void>)[]} results
 * @returns {void | PromiseLike<void>}
 */
export function settled(results) {
  if (results.some((result) => result)) return Promise.all(results).then(() => {});
}

/**
 * Closes a sink of the user.
 *
 * @param {SinkLife & Partial<Disposable>} sink
 */
export function closeSink(sink) {
  const close = sink.close ?? (Symbol.dispose && sink[Symbol.dispose]);
  close?.call(sink);
}
