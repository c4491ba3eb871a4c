// Why: docs/decisions/0028-each-batch-says-who-speaks.md
/** The records of an `httpSink` that still wait, and the counts of the delivered and lost ones. */

import { addLosses, lossRecord, noLosses, totalOf } from '../../delivery/counts.js';
import { createLineQueue } from './line-queue.js';
import { toJson } from '../../record/record-json.js';

/** @import { DeliveryCounts, LossCause, Losses } from '../../delivery/counts.js' */
/** @import { ProcessIdentity } from '../../delivery/hub.js' */
/** @import { LogRecord } from '../../record/record.js' */

/** @import { Line } from './line-queue.js' */
/** @typedef {Line & { losses: Readonly<Losses> }} Report a line that reports losses */

/**
 * @typedef {object} Batch
 * @property {string} body
 * @property {number} bytes
 * @property {readonly Line[]} lines the records
 * @property {readonly Report[]} reports that go with them
 */

/**
 * The first line of a batch.
 *
 * @typedef {object} BatchHeader
 * @property {string} sender A random id of the sink. Together with the field `seq` of a record, which counts the sink's
 *   records from 1, it identifies the record: a server that gets both again has got the record again.
 * @property {ProcessIdentity} [process] Left out if the sink belongs to no `init`.
 * @property {string} [page] The address of the page, or of the worker's script, without query and fragment; left out
 *   if there is none.
 * @property {number} waiting The number of records that wait behind this batch.
 */

/**
 * @param {object} options
 * @param {number} options.maxQueued records
 * @param {number} options.maxQueuedBytes
 * @param {boolean} options.header
 */
export function createOutbox({ maxQueued, maxQueuedBytes, header }) {
  const encoder = new TextEncoder();
  const lost = noLosses();
  const toldOf = noLosses();
  const queue = createLineQueue(maxQueued, maxQueuedBytes, (cause) => lose(1, cause));
  /** @type {Set<Batch>} */
  const onTheirWay = new Set();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  /** Reports that have not arrived yet. @type {Report[]} */
  let reports = [];
  let delivered = 0;
  let lastSeq = 0;
  let sender = '';
  /** @type {ProcessIdentity | undefined} */
  let process;

  /**
   * @param {number} count
   * @param {LossCause} cause
   */
  function lose(count, cause) {
    lost[cause] += count;
    notify();
  }

  function notify() {
    for (const check of watchers) check();
  }

  /**
   * @param {LogRecord} record
   * @returns {Line}
   */
  function lineOf(record) {
    const seq = ++lastSeq;
    const text = `${toJson({ ...record, seq })}\n`;
    return { seq, text, bytes: encoder.encode(text).length, process };
  }

  /**
   * @param {ProcessIdentity | undefined} speaker
   * @param {number} waiting
   */
  function headerOf(speaker, waiting) {
    if (!header) return '';
    sender ||= crypto.getRandomValues(new Uint32Array(4)).join('-');
    /** @type {BatchHeader} */
    const fields = { sender, ...(speaker && { process: speaker }), ...pageAddress(), waiting };
    return `${toJson(fields)}\n`;
  }

  function makeReport() {
    const losses = addLosses({ ...lost }, toldOf, -1);
    if (reports.length > 0 || totalOf(losses) === 0) return;
    addLosses(toldOf, losses);
    reports.push({ ...lineOf(lossRecord(losses)), losses });
  }

  /** Neither delivered nor lost. */
  const waiting = () => [...onTheirWay].reduce((sum, batch) => sum + batch.lines.length, queue.length);

  const outbox = {
    get length() {
      return queue.length;
    },

    /** @returns {DeliveryCounts} */
    counts: () => ({ delivered, waiting: waiting(), lost: { ...lost } }),

    /** Names the sender from now on. @param {ProcessIdentity} speaker */
    start(speaker) {
      process = speaker;
    },

    /** @param {LogRecord} record */
    add(record) {
      // Counted first: if the stack is full, no call is possible afterwards.
      ++lost.memory;
      const line = lineOf(record);
      --lost.memory;
      queue.add(line);
    },

    /**
     * See `createLineQueue`. Each batch ends in one of the three functions below.
     *
     * @param {number} most
     * @param {number} room
     * @param {boolean} mustFit
     * @returns {Batch | undefined}
     */
    take(most, room, mustFit) {
      if (queue.length === 0) return undefined;
      makeReport();
      const going = reports.filter(({ bytes }) => bytes * 2 < room);
      const reportBytes = going.reduce((sum, { bytes }) => sum + bytes, 0);
      const headerBytes = encoder.encode(headerOf(queue.first?.process, queue.length)).length;
      const lines = queue.take(most, room - headerBytes - reportBytes, mustFit);
      if (!lines[0]) return undefined;
      reports = reports.filter((report) => !going.includes(report));
      const texts = [...going, ...lines].map(({ text }) => text).join('');
      const body = headerOf(lines[0].process, queue.length) + texts;
      const batch = { body, bytes: encoder.encode(body).length, lines, reports: going };
      onTheirWay.add(batch);
      return batch;
    },

    /** @param {Batch} batch */
    putBack(batch) {
      onTheirWay.delete(batch);
      reports.push(...batch.reports);
      queue.putBack(batch.lines);
    },

    /** @param {Batch} batch */
    deliver(batch) {
      onTheirWay.delete(batch);
      delivered += batch.lines.length;
      notify();
    },

    /**
     * @param {Batch} batch
     * @param {LossCause} cause
     */
    lose(batch, cause) {
      onTheirWay.delete(batch);
      for (const { losses } of batch.reports) addLosses(toldOf, losses, -1); // the next report includes them
      lose(batch.lines.length, cause);
    },

    /** Resolves when all records added before are delivered or lost. */
    settled() {
      const last = lastSeq;
      return new Promise((/** @type {(nothing: void) => void} */ resolve) => {
        const check = () => {
          const oldest = [queue.first, ...[...onTheirWay].map(({ lines }) => lines[0])];
          if (oldest.some((line) => line && line.seq <= last)) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      });
    },
  };
  return outbox;
}

/** The page's address without the parts that may be secret: query, fragment, password. */
function pageAddress() {
  const href = globalThis.location?.href;
  return href && { page: href.replace(/[?#].*/s, '').replace(/\/\/[^/@]*@/, '//') };
}
