import { readOption } from './check-options.js';

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
 * @param {import('./check-options.js').Options} options
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
 * A clock of the program's whose failure costs no entry: then the system's stands in for it, which is reported, once.
 *
 * @param {() => number} now
 * @param {import('./hub.js').Hub} hub
 * @returns {() => number}
 */
export function containClock(now, hub) {
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
    if (isFirst) hub.report('error', 'the clock failed; this is reported once', { problem });
    return Date.now();
  };
}
