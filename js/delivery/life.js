/// <reference lib="esnext.disposable" preserve="true" />

/** @import { SinkLife } from './hub.js' */

/**
 * @typedef {object} Life
 * @property {(timeout?: number) => Promise<void>} flush Resolves when everything is where it should go, or after so many
 *   milliseconds; never rejects for a record that could not be brought there.
 * @property {() => void} close Lets go of timers and listeners. A later record takes them up again.
 */

/**
 * Gives something its end.
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
 * An end as `using` and `await using` call it, where the platform has the symbols.
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
  // Older browsers have no such symbols, and then nobody can ask for them.
  Object.assign(
    target,
    Symbol.dispose && { [Symbol.dispose]: close },
    Symbol.asyncDispose && { [Symbol.asyncDispose]: flushAndClose },
  );
  return /** @type {T & Disposable & AsyncDisposable} */ (target);
}

/**
 * One promise of what several calls of sinks returned, so that a rejection is not lost; none where all are done.
 *
 * @param {readonly (void | PromiseLike<void>)[]} results
 * @returns {void | PromiseLike<void>}
 */
export function settled(results) {
  if (results.some((result) => result)) return Promise.all(results).then(() => {});
}

/**
 * What ends somebody else's sink.
 *
 * @param {SinkLife & Partial<Disposable>} sink
 */
export function closeSink(sink) {
  const close = sink.close ?? (Symbol.dispose && sink[Symbol.dispose]);
  close?.call(sink);
}
