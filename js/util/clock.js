import { readOption } from './check-options.js';
import { LONGEST_TIMER_MS } from './wait.js';

/** @import { Options } from './check-options.js' */

/**
 * What a sink knows of time, so that a test can stand in for it.
 *
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since the Unix epoch
 * @property {(call: () => void, milliseconds: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  setTimeout(call, milliseconds) {
    const timer = /** @type {any} */ (setTimeout(call, milliseconds));
    timer.unref?.(); // in Node a program ends when its own work does
    return timer;
  },
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * @param {Options} options
 * @returns {Clock}
 */
export function readClock(options) {
  const allowed = 'allowed is an object with the functions now, setTimeout and clearTimeout';
  return readOption(options, 'clock', systemClock, isClock, allowed);
}

/** @param {any} given */
function isClock(given) {
  return ['now', 'setTimeout', 'clearTimeout'].every((name) => typeof given?.[name] === 'function');
}

/**
 * A clock of the program's whose failure costs no entry: then the system's stands in for it, which is told once.
 *
 * @param {() => number} now
 * @param {(level: 'error', message: string, properties: Record<string, unknown>) => void} tell
 * @returns {() => number}
 */
export function containClock(now, tell) {
  let failed = false;
  return () => {
    /** @type {unknown} */
    let problem;
    try {
      const time = now();
      if (Number.isFinite(time)) return time;
      problem = time;
    } catch (error) {
      problem = error;
    }
    const isFirst = !failed;
    failed = true;
    if (isFirst) tell('error', 'the clock failed; this is reported once', { problem });
    return Date.now();
  };
}

/**
 * A wait that may be longer than a timer can, and ends when it is told to.
 *
 * @param {Clock} clock
 * @param {number} milliseconds any number from 0
 * @returns {{ ended: Promise<void>, end: () => void }}
 */
export function startWait(clock, milliseconds) {
  let end = () => {};
  const ended = new Promise((/** @type {(nothing: void) => void} */ resolve) => {
    /** @type {unknown} */
    let timer;
    const step = (/** @type {number} */ left) => {
      const next = () => (left > LONGEST_TIMER_MS ? step(left - LONGEST_TIMER_MS) : resolve());
      timer = clock.setTimeout(next, Math.min(left, LONGEST_TIMER_MS));
    };
    step(milliseconds);
    end = () => {
      clock.clearTimeout(timer);
      resolve();
    };
  });
  return { ended, end };
}
