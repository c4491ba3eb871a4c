/** The records before a failure, oldest first. */

/** @import { LogRecord } from '../record/record.js' */

const KEPT = 32;

export function createLastRecords() {
  /** @type {LogRecord[]} a ring */
  const ring = [];
  let count = 0;
  return {
    /** @param {LogRecord} record */
    keep(record) {
      ring[count++ % KEPT] = record;
    },
    all: () => [...ring.slice(count % KEPT), ...ring.slice(0, count % KEPT)],
  };
}
