/** Brings a record to the sinks. Nothing that a sink does reaches the one who logged. */

import { reportProblem } from './report-problem.js';

/**
 * Receives every record that the filter lets through. It is called while the entry is being logged, so it should be
 * quick. What it throws, and a promise it returns that rejects, is reported by `console.error`, once per sink; what it
 * logs before it returns is dropped.
 *
 * @callback Sink
 * @param {import('./record.js').LogRecord} record
 * @returns {void | PromiseLike<void>}
 */

/**
 * Calls every sink with the record. Never throws.
 *
 * @callback Deliver
 * @param {import('./record.js').LogRecord} record
 * @returns {void}
 */

/**
 * @param {readonly Sink[]} sinks
 * @returns {Deliver}
 */
export function createHub(sinks) {
  let delivering = false;
  /** @type {Set<number>} */
  const failed = new Set();

  /**
   * @param {number} index
   * @param {unknown} error
   */
  function reportOnce(index, error) {
    if (failed.has(index)) return;
    failed.add(index);
    reportProblem(`sink ${index} failed, and its later failures will not be reported`, error);
  }

  return (record) => {
    if (delivering) return;
    delivering = true;
    sinks.forEach((sink, index) => {
      try {
        const result = sink(record);
        if (result) result.then?.(undefined, (/** @type {unknown} */ error) => reportOnce(index, error));
      } catch (error) {
        reportOnce(index, error);
      }
    });
    delivering = false;
  };
}
