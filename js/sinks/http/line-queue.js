/** @import { ProcessIdentity } from '../../delivery/hub.js' */

/**
 * A record on its way, as text.
 *
 * @typedef {object} Line
 * @property {number} seq counts the records of a sink, from 1
 * @property {string} text
 * @property {number} bytes
 * @property {ProcessIdentity | undefined} process the process that logged it
 */

/**
 * Makes a queue of lines that wait to be sent, in order. Beyond the limits it drops the oldest.
 *
 * @param {number} maxRecords
 * @param {number} maxBytes
 * @param {(cause: 'queue_full' | 'memory') => void} onDrop
 */
export function createLineQueue(maxRecords, maxBytes, onDrop) {
  /** @type {(Line | undefined)[]} */
  let lines = [];
  /** The index of the oldest line: moving all lines at each removal would cost time linear in their number. */
  let head = 0;
  let bytes = 0;

  const length = () => lines.length - head;

  /** @returns {Line} */
  function shift() {
    const line = /** @type {Line} */ (lines[head]);
    lines[head++] = undefined;
    bytes -= line.bytes;
    if (head * 2 > lines.length) {
      lines = lines.slice(head);
      head = 0;
    }
    return line;
  }

  function keepWithin() {
    while (bytes > maxBytes || length() > maxRecords) {
      const cause = length() > maxRecords ? 'queue_full' : 'memory';
      shift();
      onDrop(cause);
    }
  }

  /** @param {readonly Line[]} back */
  function putBack(back) {
    const rest = /** @type {Line[]} */ (lines.slice(head));
    lines = [...back, ...rest].sort((one, other) => one.seq - other.seq);
    head = 0;
    for (const line of back) bytes += line.bytes;
    keepWithin();
  }

  return {
    get length() {
      return length();
    },

    /** The oldest. @returns {Line | undefined} */
    get first() {
      return lines[head];
    },

    /** @param {Line} line */
    add(line) {
      if (line.bytes > maxBytes) {
        onDrop('memory'); // rather than dropping all others and then this one
        return;
      }
      lines.push(line);
      bytes += line.bytes;
      keepWithin();
    },

    /**
     * Takes the oldest lines of one process, within `most` and `room`. If the oldest alone is too large, takes it all
     * the same unless `mustFit`.
     *
     * @param {number} most
     * @param {number} room bytes
     * @param {boolean} mustFit passes over lines that do not fit
     */
    take(most, room, mustFit) {
      /** @type {Line[]} */
      const taken = [];
      /** @type {Line[]} */
      const passedOver = [];
      for (let line = lines[head]; line && taken.length < most; line = lines[head]) {
        if (taken[0] && taken[0].process !== line.process) break;
        if (line.bytes <= room || (!mustFit && taken.length === 0)) {
          room -= line.bytes;
          taken.push(shift());
        } else if (mustFit) {
          passedOver.push(shift());
        } else {
          break;
        }
      }
      if (passedOver.length > 0) putBack(passedOver);
      return taken;
    },

    /** Returns lines that were not sent. */
    putBack,
  };
}
