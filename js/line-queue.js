import { metaRecord } from './meta.js';
import { toJson } from './record-json.js';

/** @typedef {{ entries: { line: string, bytes: number }[], bytes: number }} Batch */

/**
 * Lines that wait to be sent: no more than so many, and the oldest go first.
 *
 * @param {number} capacity
 */
export function createLineQueue(capacity) {
  const encoder = new TextEncoder();
  /** @type {{ line: string, bytes: number }[]} */
  let waiting = [];
  let dropped = 0;

  function keepWithin() {
    const surplus = waiting.length - capacity;
    if (surplus <= 0) return;
    waiting = waiting.slice(surplus);
    dropped += surplus;
  }

  /** @param {import('./record.js').LogRecord} record */
  function entryOf(record) {
    const line = `${toJson(record)}\n`;
    return { line, bytes: encoder.encode(line).length };
  }

  return {
    get length() {
      return waiting.length;
    },

    /** @param {import('./record.js').LogRecord} record */
    add(record) {
      waiting.push(entryOf(record));
      keepWithin();
    },

    /** Counts records that were lost elsewhere. @param {Batch} batch */
    drop(batch) {
      dropped += batch.entries.length;
    },

    /**
     * The oldest lines, no more than so many and so large; but one, if that alone is too large and nothing was asked
     * to fit.
     *
     * @param {number} most
     * @param {number} room bytes
     * @param {boolean} mustFit
     * @returns {Batch | undefined}
     */
    take(most, room, mustFit) {
      if (dropped > 0) {
        const message = `${dropped} records were dropped, as they could not be sent`;
        waiting.unshift(entryOf(metaRecord('warn', message, { dropped })));
        dropped = 0;
      }
      let count = 0;
      let bytes = 0;
      while (count < most && count < waiting.length) {
        const next = waiting[count]?.bytes ?? 0;
        if (bytes + next > room && (count > 0 || mustFit)) break;
        bytes += next;
        ++count;
      }
      if (count === 0) return undefined;
      return { entries: waiting.splice(0, count), bytes };
    },

    /** They were not sent after all. @param {Batch} batch */
    putBack(batch) {
      waiting.unshift(...batch.entries);
      keepWithin();
    },
  };
}
