/** The records before a failure, oldest first. */

const KEPT = 32;

/** @returns {[keep: (record: import('../record/record.js').LogRecord) => void, all: () => import('../record/record.js').LogRecord[]]} */
export function createLastRecords() {
  /** @type {import('../record/record.js').LogRecord[]} a ring */
  const ring = [];
  let count = 0;
  return [
    (record) => void (ring[count++ % KEPT] = record),
    () => [...ring.slice(count % KEPT), ...ring.slice(0, count % KEPT)],
  ];
}
