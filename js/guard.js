/** What brings a WebAssembly module down becomes one readable error. */

import { recordFromLogger } from './record.js';

/** A C++ exception, a trap (unreachable code, an access out of bounds, a stack overflow), or abort(). */
export class ModuleFailure extends Error {
  /**
   * @param {string} message what C++ said
   * @param {unknown} cause what was thrown
   * @param {readonly import('./record.js').LogRecord[]} records the last ones before it, oldest first
   */
  constructor(message, cause, records) {
    super(message, { cause });
    this.name = 'ModuleFailure';
    this.records = records;
    const frames = framesOf(cause);
    if (frames) Object.assign(this, { stack: `${this.name}: ${message}\n${frames}` });
  }
}

/**
 * @param {{ deliver: import('./hub.js').Deliver, lastRecords: import('./last-records.js').LastRecords }} hub
 * @param {(error: unknown) => readonly [type: string, what: string] | undefined} takeException of C++, where it is one
 */
export function createGuard({ deliver, lastRecords }, takeException) {
  /**
   * @param {unknown} error
   * @param {import('./record.js').LogRecord | undefined} before the last record before the call
   */
  function report(error, before) {
    if (error instanceof ModuleFailure) return error;
    const records = lastRecords.all();
    // What std::terminate has logged meanwhile says it already.
    const lastWords = records.slice(records.indexOf(/** @type {any} */ (before)) + 1).find(isOfTerminate);
    const message = lastWords?.message ?? messageOf(error, takeException);
    if (message === undefined) return error;
    const failure = new ModuleFailure(message, error, records);
    if (!lastWords) deliver(recordOf(failure));
    return failure;
  }

  /**
   * @template {(...args: any[]) => any} Call
   * @param {Call} call
   * @returns {(...args: Parameters<Call>) => ReturnType<Call>}
   */
  return function guard(call) {
    /** @this {unknown} */
    return function guarded(...args) {
      const before = lastRecords.all().at(-1);
      try {
        const result = call.apply(this, args);
        if (typeof result?.then !== 'function') return result;
        return result.then(undefined, (/** @type {unknown} */ error) => {
          throw report(error, before);
        });
      } catch (error) {
        throw report(error, before);
      }
    };
  };
}

/** @param {import('./record.js').LogRecord} record */
const isOfTerminate = ({ level, target }) => level === 'fatal' && target === 'micromegas::tracing';

/**
 * @param {ModuleFailure} failure
 * @returns {import('./record.js').LogRecord}
 */
function recordOf(failure) {
  const properties = { error: failure };
  return recordFromLogger('fatal', 'micromegas.guard', failure.message, Date.now(), properties);
}

/**
 * @param {unknown} error
 * @param {(error: unknown) => readonly [type: string, what: string] | undefined} takeException
 * @returns {string | undefined} undefined if it is not the module's
 */
function messageOf(error, takeException) {
  const exception = takeException(error);
  if (exception) return exception.filter(Boolean).join(': ');
  if (!(error instanceof Error)) return undefined;
  if (error instanceof WebAssembly.RuntimeError) {
    return error.message.replace(' Build with -sASSERTIONS for more info.', '');
  }
  // The engine's stack is that of WebAssembly, too.
  if (/call stack|recursion/.test(error.message) && /wasm/.test(error.stack ?? '')) {
    return `stack overflow (${error.message})`;
  }
  return undefined;
}

/** @param {unknown} error */
function framesOf(error) {
  const stack = /** @type {{ stack?: unknown } | null | undefined} */ (error)?.stack;
  if (typeof stack !== 'string') return undefined;
  const start = stack.search(/^\s+at |^[^\n]*@/m); // V8 begins with the message
  return start < 0 ? undefined : stack.slice(start);
}
