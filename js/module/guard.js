// Why: docs/decisions/0019-a-module-explains-its-own-failures.md
/** What brings a WebAssembly module down becomes one readable error. */

/** @import { Logger } from '../logger/logger.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * Thrown where a C++ exception, a trap (unreachable code, an access out of bounds, a stack overflow) or abort() came out
 * of a module. Its message is what C++ said, its stack is that of the failure, `cause` is what was thrown.
 *
 * @typedef {Error & { records: readonly LogRecord[] }} ModuleFailure
 *   `records` are the last ones before it, oldest first, of those since the first guard was made
 */

/**
 * Tells a failure to the sinks, once.
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
      // std::terminate has logged more than the trap says that it ends in.
      failure.message = last.message;
    } else {
      log.fatal(failure);
    }
    told = last;
  };
}
