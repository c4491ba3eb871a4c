// Why: docs/decisions/0019-a-module-explains-its-own-failures.md
/** Logs failures of a WebAssembly module, each as one readable error. */

/** @import { Logger } from '../logger/logger.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * The error that `guard` throws for a C++ exception, a trap (unreachable code, an access out of bounds, a stack
 * overflow) or abort(). It has C++'s message and the failure's stack; `cause` is the thrown value.
 *
 * @typedef {Error & { records: readonly LogRecord[] }} ModuleFailure
 *   `records` are the last ones before it, oldest first, since the first guard was made
 */

/**
 * Makes a function that logs a failure once.
 *
 * @param {Logger} log
 * @param {() => LogRecord[]} lastRecords
 */
export function createFailureLog(log, lastRecords) {
  /** @type {LogRecord | undefined} */
  let told;
  return (/** @type {ModuleFailure} */ failure) => {
    failure.records = lastRecords();
    const last = failure.records.at(-1);
    if (last !== told && last?.level === 'fatal' && last.target === 'micromegas::tracing') {
      // std::terminate has logged more than the message of the trap that it ends in.
      failure.message = last.message;
    } else {
      log.fatal(failure);
    }
    told = last;
  };
}
