import { levels, levelToNumber } from './levels.js';
import { recordFromLogger } from './record.js';

/**
 * Logs an entry. Never throws.
 *
 * @callback LogFunction
 * @param {string} message
 * @param {object} [properties] copied one level deep; an `Error` becomes `{ error }`
 * @returns {void}
 */

/**
 * Logs from JavaScript under one target. The functions need no `this`: `promise.catch(log.error)` works.
 *
 * @typedef {object} Logger
 * @property {LogFunction} fatal
 * @property {LogFunction} error
 * @property {LogFunction} warn
 * @property {LogFunction} info
 * @property {LogFunction} debug
 * @property {LogFunction} trace
 * @property {(level: import('./levels.js').Level) => boolean} isEnabled Whether the filter lets such an entry through.
 */

/**
 * The records are made here, without a call into C++; only the filter is C++'s.
 *
 * @param {string} target
 * @param {() => number} allowedLevel 0 to 6
 * @param {import('./hub.js').Deliver} deliver
 * @returns {Logger}
 */
export function createLogger(target, allowedLevel, deliver) {
  /**
   * @param {import('./levels.js').Level} level
   * @returns {LogFunction}
   */
  function logFunction(level) {
    const number = levelToNumber(level);
    return (message, properties) => {
      if (number <= allowedLevel()) deliver(recordFromLogger(level, target, message, properties));
    };
  }

  return {
    fatal: logFunction('fatal'),
    error: logFunction('error'),
    warn: logFunction('warn'),
    info: logFunction('info'),
    debug: logFunction('debug'),
    trace: logFunction('trace'),
    isEnabled: (level) => levels.includes(level) && levelToNumber(level) <= allowedLevel(),
  };
}
