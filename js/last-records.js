/** The records before a failure. */

const KEPT = 32;

/** @typedef {ReturnType<typeof createLastRecords>} LastRecords */

export function createLastRecords() {
  /** @type {import('./record.js').LogRecord[]} a ring */
  const ring = [];
  let next = 0;
  return {
    /** @param {import('./record.js').LogRecord} record */
    keep(record) {
      ring[next] = record;
      next = (next + 1) % KEPT;
    },
    /** The last 32, oldest first. */
    all: () => [...ring.slice(next), ...ring.slice(0, next)],
  };
}
