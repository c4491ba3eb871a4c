/** The records before a failure, oldest first. */

/** @import { LogRecord } from '../record/record.js' */

const KEPT = 32;

/** @returns {[keep: (record: LogRecord) => void, all: () => LogRecord[]]} */
export function createLastRecords() {
  /** @type {LogRecord[]} a ring */
  const ring = [];
  let count = 0;
  return [
    (record) => void (ring[count++ % KEPT] = record),
    () => [...ring.slice(count % KEPT), ...ring.slice(0, count % KEPT)],
  ];
}
