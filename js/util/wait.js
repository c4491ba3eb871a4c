/** Waits with a time limit. */

import { refusal } from '../values/describe-value.js';

/** A timer with a longer delay fires at once: https://developer.mozilla.org/docs/Web/API/Window/setTimeout#maximum_delay_value */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for work, at most `milliseconds`. The wait keeps Node running, which would otherwise end the program with exit
 * code 13 if nothing else keeps it.
 *
 * @param {number} milliseconds
 * @param {() => Promise<unknown>} work started after the timer, so its own time limit cannot end before
 * @returns {Promise<boolean>} whether the work ended
 */
export function within(milliseconds, work) {
  return new Promise((resolve, reject) => {
    // A worklet has no timers; there only the work ends the wait.
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
  // `flush` may be registered as an event listener.
  if (timeout === undefined || timeout instanceof Event) return /** @type {Fallback} */ (fallback);
  if (typeof timeout === 'number' && timeout >= 0) return timeout;
  throw new RangeError(refusal('flush: the timeout', timeout, 'allowed is a number from 0'));
}
