import { listenGlobally } from '../util/global-events.js';
import { isError } from '../values/is-error.js';
import { readField, textOf } from '../values/text-of.js';

/** @import { Logger } from '../logger/logger.js' */

/**
 * The used part of Node's `process`, which must not be imported: browsers have none.
 *
 * @typedef {object} ProcessEvents
 * @property {(name: 'uncaughtExceptionMonitor', listener: (error: unknown, origin: string) => void) => void} on
 * @property {(name: 'uncaughtExceptionMonitor', listener: (error: unknown, origin: string) => void) => void} off
 */

/**
 * Makes entries of uncaught errors and unhandled rejections. Their default effect stays: the browser prints them, Node
 * ends.
 *
 * @param {Logger} log
 * @returns {() => void} stops watching
 */
export function watchUncaught(log) {
  /** @param {ErrorEvent} event */
  function onError({ error, message, filename, lineno, colno }) {
    const place = { file: filename, line: lineno, column: colno };
    log.error(isError(error) ? error : message, isError(error) ? place : { ...place, value: error });
  }

  /** @param {PromiseRejectionEvent} event */
  function onRejection({ reason }) {
    log.error(`unhandled rejection: ${messageOf(reason)}`, thrownAsProperties(reason));
  }

  /**
   * @param {unknown} error
   * @param {string} origin
   */
  function onException(error, origin) {
    const kind = origin === 'unhandledRejection' ? 'unhandled rejection' : 'uncaught exception';
    log.fatal(`${kind}: ${messageOf(error)}`, thrownAsProperties(error));
  }

  const { process } = /** @type {{ process?: Partial<ProcessEvents> }} */ (globalThis);
  const ends = [listenGlobally('error', onError), listenGlobally('unhandledrejection', onRejection)];
  // A monitor: a listener of `uncaughtException` itself would keep the process alive.
  process?.on?.('uncaughtExceptionMonitor', onException);

  return () => {
    for (const end of ends) end();
    process?.off?.('uncaughtExceptionMonitor', onException);
  };
}

/** @param {unknown} thrown */
const messageOf = (thrown) => textOf(isError(thrown) ? readField(thrown, 'message') : thrown);

/** @param {unknown} thrown */
function thrownAsProperties(thrown) {
  return isError(thrown) ? { error: thrown } : { value: thrown };
}
