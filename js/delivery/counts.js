/**
 * The outcome of the records that a sink was given: the one place that defines "counted".
 *
 * Each record is delivered, or waits, or is lost for one cause. Records that a wrapper holds back on purpose (a filter,
 * a rate limit, a sample) were not given to the sink.
 */

import { metaRecord } from './meta.js';

/**
 * Records that were lost, by cause.
 *
 * @typedef {object} Losses
 * @property {number} queue_full The maximum number of records waited, so one of them was dropped.
 * @property {number} gave_up The server could not be reached, or could not take the record, at any of the retries.
 * @property {number} refused The receiver rejects it: by the server's status, or by a sink that throws or rejects.
 * @property {number} shutdown The sink was closed, and the last try failed.
 * @property {number} memory The maximum number of bytes waited, or the record's text could not be made.
 */

/** @typedef {keyof Losses} LossCause */

/**
 * @typedef {object} DeliveryCounts
 * @property {number} delivered The server has confirmed it; for other sinks: the sink has returned, or its promise
 *   resolved.
 * @property {number} waiting
 * @property {Readonly<Losses>} lost
 * @property {string} [problem] Of an `httpSink`: its address and the failure of the last request, while records wait
 *   for a retry.
 */

/** @returns {Losses} */
export const noLosses = () => ({ queue_full: 0, gave_up: 0, refused: 0, shutdown: 0, memory: 0 });

/** @param {Readonly<Losses>} lost */
export const totalOf = (lost) => Object.values(lost).reduce((sum, count) => sum + count, 0);

/**
 * @param {Losses} sum
 * @param {Readonly<Losses>} lost
 * @param {1 | -1} [sign]
 */
export function addLosses(sum, lost, sign = 1) {
  for (const cause of /** @type {LossCause[]} */ (Object.keys(sum))) sum[cause] += sign * lost[cause];
  return sum;
}

/** @param {readonly DeliveryCounts[]} counts */
export function sumOf(counts) {
  const sum = { delivered: 0, waiting: 0, lost: noLosses() };
  for (const { delivered, waiting, lost } of counts) {
    sum.delivered += delivered;
    sum.waiting += waiting;
    addLosses(sum.lost, lost);
  }
  return sum;
}

/**
 * Makes a record that reports losses to the readers of the delivered records.
 *
 * @param {Readonly<Losses>} lost
 */
export function lossRecord(lost) {
  const causes = Object.fromEntries(Object.entries(lost).filter(([, count]) => count > 0));
  const list = Object.entries(causes).map(([cause, count]) => `${count} ${cause}`);
  const dropped = totalOf(lost);
  const message = `${dropped} records were dropped, as they could not be sent: ${list.join(', ')}`;
  return metaRecord('warn', message, { dropped, ...causes });
}

/**
 * Adds the property `counts` to a sink.
 *
 * @template {object} T
 * @param {T} sink
 * @param {() => DeliveryCounts} read
 * @returns {T & { readonly counts: DeliveryCounts }}
 */
export function withCounts(sink, read) {
  Object.defineProperty(sink, 'counts', { get: read, enumerable: true });
  return /** @type {T & { readonly counts: DeliveryCounts }} */ (sink);
}
