import { readOption } from './check-options.js';
import { LONGEST_TIMER_MS } from './wait.js';

/** @import { Options } from './check-options.js' */

/**
 * The clock and timers of a sink, which a test can replace.
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
    timer.unref?.(); // so that the timer does not keep a Node program running
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
 * Wraps the program's clock so that its failure loses no entry: the system's clock replaces it, and that is reported
 * once.
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
 * Starts a wait that may be longer than the longest timer, and that can be ended early.
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
