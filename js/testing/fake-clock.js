import { describeValue } from '../values/describe-value.js';

/** @import { Clock } from '../util/clock.js' */

/**
 * A clock that moves only by `advance`: for `httpSink({ clock })`, `withRateLimit(sink, { clock })`, and
 * `init({ now: clock.now })`.
 *
 * @typedef {Clock & FakeClockMethods} FakeClock
 */

/**
 * @typedef {object} FakeClockMethods
 * @property {(milliseconds: number) => Promise<void>} advance Moves the clock, and fires the timers that are due, in
 *   order. Before each one, work that waits for promises alone ends.
 */

/**
 * @param {number} [start] milliseconds since the Unix epoch. Default 0.
 * @returns {FakeClock}
 */
export function fakeClock(start = 0) {
  if (!Number.isFinite(start)) throw new RangeError(refusal('the start', start, 'a finite number'));
  let time = start;
  let lastId = 0;
  /** @type {Map<number, { due: number, call: () => void }>} */
  const timers = new Map();

  /** @param {number} end */
  function nextDue(end) {
    const due = [...timers].filter(([, timer]) => timer.due <= end);
    return due.sort(([, a], [, b]) => a.due - b.due)[0];
  }

  return {
    now: () => time,
    setTimeout(call, milliseconds) {
      if (typeof call !== 'function') throw new TypeError(refusal('the call', call, 'a function'));
      if (!(milliseconds >= 0)) throw new RangeError(refusal('the wait', milliseconds, 'a number from 0'));
      timers.set(++lastId, { due: time + milliseconds, call });
      return lastId;
    },
    clearTimeout: (timer) => void timers.delete(timer),

    async advance(milliseconds) {
      if (!(milliseconds >= 0 && milliseconds < Infinity)) {
        throw new RangeError(refusal('the time to advance', milliseconds, 'a finite number from 0'));
      }
      const end = time + milliseconds;
      await settle();
      for (let next = nextDue(end); next; next = nextDue(end)) {
        const [id, { due, call }] = next;
        timers.delete(id);
        time = Math.max(time, due);
        call();
        await settle();
      }
      time = end;
    },
  };
}

/** Waits for one turn of the event loop, which comes after all promises that wait for nothing else. */
function settle() {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * @param {string} subject
 * @param {unknown} value
 * @param {string} allowed
 */
const refusal = (subject, value, allowed) =>
  `fakeClock: ${subject} is ${describeValue(value)}; allowed is ${allowed}`;
