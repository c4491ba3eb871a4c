import { startWait } from '../../util/clock.js';
import { KEEPALIVE_BYTES } from './http-post.js';
import { onPageHidden } from './page-hidden.js';
import { within } from '../../util/wait.js';

/** @import { LossCause } from '../../delivery/counts.js' */
/** @import { Clock } from '../../util/clock.js' */
/** @import { createPost } from './http-post.js' */
/** @import { Batch, createOutbox } from './outbox.js' */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/**
 * Sends the records of an outbox to a server, batch by batch.
 *
 * @param {Outbox} outbox
 * @param {ReturnType<typeof createPost>} post
 * @param {object} options
 * @param {number} options.batchSize
 * @param {number} options.interval
 * @param {number} options.maxRetries
 * @param {Clock} options.clock
 * @param {(failure: unknown) => void} options.onFailure
 */
export function createDelivery(outbox, post, { batchSize, interval, maxRetries, clock, onFailure }) {
  /** Stops listening to the page; set from the first record until the close. @type {(() => void) | undefined} */
  let stopListening;
  /** @type {Promise<void> | undefined} */
  let working;
  /** @type {{ end: () => void, isForMore: boolean } | undefined} */
  let wait;
  let flushes = 0;
  /** The page may be about to go, and records are left. */
  let hurried = false;
  /** Of the last request, if it is worth a retry. @type {string | undefined} */
  let lastProblem;

  const isUrgent = () => flushes > 0 || !stopListening || hurried || outbox.length >= batchSize;

  /** The sink is closed and no flush waits, so no retry is waited for. */
  const isEnding = () => !stopListening && flushes === 0;

  /**
   * @param {number} milliseconds
   * @param {boolean} isForMore true for a wait for more records, false for a wait before a retry
   */
  async function pause(milliseconds, isForMore) {
    const { end, ended } = startWait(clock, milliseconds);
    wait = { end, isForMore };
    await ended;
    wait = undefined;
  }

  /** Ends a wait for more records. */
  function wake() {
    if (wait?.isForMore) wait.end();
  }

  function startWork() {
    // In a microtask, as the caller may have used up its stack.
    working ??= Promise.resolve()
      .then(work)
      .catch((error) => {
        working = undefined;
        onFailure(error); // from a clock that throws
      });
  }

  /** Runs while records wait to be sent. */
  async function work() {
    let failures = 0;
    while (outbox.length > 0) {
      if (failures === 0 && !isUrgent()) await pause(interval, true);
      const batch = outbox.take(batchSize, KEEPALIVE_BYTES, false);
      if (!batch) continue; // gone with the page's last requests
      const { problem, retryAfter } = await send(batch, failures === 0);
      if (retryAfter === undefined) {
        failures = 0;
      } else if (failures === maxRetries) {
        failures = 0;
        lose(batch, 'gave_up', problem);
      } else if (!putBack(batch, problem)) {
        await pause(Math.max(waitAfter(++failures), retryAfter), false);
      }
    }
    // Right after the last check, so no record can be added between.
    working = undefined;
    hurried = false;
  }

  /**
   * @param {Batch} batch the caller puts it back or drops it if a retry may help
   * @param {boolean} outlives
   */
  async function send(batch, outlives) {
    const outcome = await post.send(batch, outlives);
    lastProblem = outcome.retryAfter === undefined ? undefined : `${post.url}: ${outcome.problem}`;
    if (outcome.problem === '') outbox.deliver(batch);
    else if (outcome.retryAfter === undefined) lose(batch, 'refused', outcome.problem);
    return outcome;
  }

  /** Sends the waiting records while the page still exists: first the part that may outlive it, then the rest. */
  function sendNow() {
    for (;;) {
      const batch = outbox.take(Infinity, post.room(), true);
      if (!batch) break;
      void send(batch, true).then(({ problem, retryAfter }) => {
        if (retryAfter === undefined) return;
        putBack(batch, problem);
        hurried = true; // other requests of the page may have used the room
        startWork();
      });
    }
    hurried = outbox.length > 0;
    wake();
  }

  /**
   * @param {Batch} batch
   * @param {string} problem
   * @returns {boolean} whether the sink is ending, and the batch was lost instead
   */
  function putBack(batch, problem) {
    const ends = isEnding();
    if (!ends) outbox.putBack(batch);
    // The remaining records would fail too, and only keep the program running.
    /** @type {Batch | undefined} */
    let left = ends ? batch : undefined;
    for (; left; left = outbox.take(Infinity, Infinity, false)) lose(left, 'shutdown', problem);
    return ends;
  }

  /**
   * @param {Batch} batch
   * @param {LossCause} cause
   * @param {string} problem
   */
  function lose(batch, cause, problem) {
    outbox.lose(batch, cause);
    const count = batch.lines.length;
    onFailure(new Error(`httpSink: ${count} records could not be sent to ${post.url}: ${problem}`));
  }

  return {
    /** The outcomes, and why records wait, if a request has failed. */
    counts() {
      const counts = outbox.counts();
      return lastProblem && counts.waiting > 0 ? { ...counts, problem: lastProblem } : counts;
    },

    /** Call it after a record was added. */
    go() {
      stopListening ??= onPageHidden(sendNow);
      startWork();
      if (outbox.length >= batchSize) wake();
    },

    /** @param {number} timeout milliseconds */
    async flush(timeout) {
      ++flushes;
      wake();
      await within(timeout, outbox.settled);
      --flushes;
      if (isEnding()) wait?.end(); // the last try
    },

    close() {
      stopListening?.();
      stopListening = undefined;
      sendNow();
      if (flushes === 0) wait?.end();
    },
  };
}

/** @param {number} failures from 1 */
function waitAfter(failures) {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return most * (0.5 + Math.random() / 2);
}
