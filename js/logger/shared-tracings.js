// Why: docs/decisions/0048-loggers-of-libraries-find-the-tracing.md
/** The place where loggers without a `Tracing` find the ones that run, also those of other copies of this package. */

/** @import { LogRecord } from '../record/record.js' */
/** @import { LoggerContext } from './logger.js' */

/**
 * The part of a `Tracing` that loggers of libraries use. Copies of this package of several versions share it: later
 * versions may add members.
 *
 * @typedef {LoggerContext & { wants: (entry: Pick<LogRecord, 'level' | 'target'>) => boolean }} SharedTracing
 */

/**
 * @typedef {object} SharedTracings
 * @property {readonly SharedTracing[]} running another array after each change
 */

const KEY = /* @__PURE__ */ Symbol.for('micromegas-tracing.tracings');

/** @returns {SharedTracings} one for each global object */
export function sharedTracings() {
  const global = /** @type {{ [KEY]?: SharedTracings }} */ (globalThis);
  return (global[KEY] ??= { running: [] });
}

/**
 * @param {SharedTracing} tracing
 * @returns {() => void} takes it out again
 */
export function shareTracing(tracing) {
  const shared = sharedTracings();
  shared.running = [...shared.running, tracing];
  return () => {
    shared.running = shared.running.filter((other) => other !== tracing);
  };
}
