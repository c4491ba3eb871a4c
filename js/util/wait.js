/** Waits that end in time. */

import { refusal } from '../values/describe-value.js';

/** With more a timer ends at once: https://developer.mozilla.org/docs/Web/API/Window/setTimeout#maximum_delay_value */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for work, but no longer than so many milliseconds. Node stays meanwhile: it would otherwise end the program in
 * the middle, with exit code 13, where nothing else keeps it.
 *
 * @param {number} milliseconds
 * @param {() => Promise<unknown>} work begins after the time has, so a bound of its own cannot end before
 * @returns {Promise<boolean>} whether the work ended
 */
export function within(milliseconds, work) {
  return new Promise((resolve, reject) => {
    // A worklet has no timers, and then only the work itself ends the wait.
    const { setTimeout, clearTimeout } = /** @type {Partial<typeof globalThis>} */ (globalThis);
    const timer = setTimeout?.(resolve, Math.min(milliseconds, LONGEST_TIMER_MS), false);
    work()
      .finally(() => clearTimeout?.(timer))
      .then(() => resolve(true), reject);
  });
}

/**
 * @template {number | undefined} [Fallback=undefined]
 * @param {unknown} timeout
 * @param {Fallback} [fallback]
 * @returns {number | Fallback}
 */
export function checkTimeout(timeout, fallback) {
  // Flush may be a listener.
  if (timeout === undefined || timeout instanceof Event) return /** @type {Fallback} */ (fallback);
  if (typeof timeout === 'number' && timeout >= 0) return timeout;
  throw new RangeError(refusal('flush: the timeout', timeout, 'allowed is a number from 0'));
}
