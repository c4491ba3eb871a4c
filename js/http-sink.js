import { badOption, checkOptions, readFunction, readNumber, readOption, readText } from './check-options.js';
import { readClock } from './clock.js';
import { withLife } from './life.js';
import { createLineQueue } from './line-queue.js';
import { onPageHidden } from './page-hidden.js';

/**
 * @typedef {object} HttpSinkOptions
 * @property {string} [url] Where records are POSTed, as lines of JSON (`application/x-ndjson`). Default `'/logs'` on
 *   the page's own site; Node needs a whole address.
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {number} [batchSize] So many records are sent before their time. Default 100.
 * @property {number} [interval] The longest that a record waits, in milliseconds. Default 5000.
 * @property {number} [maxQueued] Records that are kept while nothing can be sent. The oldest are dropped, and counted
 *   in a record under `micromegas.meta` once something can. Default 1000.
 * @property {number} [maxRetries] How often a batch is tried again after a network error, a time-out of 30 s, or the
 *   status 408, 429 or 5xx: after a second at first, then twice as long each time up to a minute, half of it at random,
 *   or after what `Retry-After` asks for. Default 8. Any other status drops the batch.
 * @property {typeof globalThis.fetch} [fetch] Default: the global one.
 * @property {import('./clock.js').Clock} [clock] For tests.
 */

const NAMES = ['url', 'headers', 'batchSize', 'interval', 'maxQueued', 'maxRetries', 'fetch', 'clock'];

/** What browsers allow all requests together that outlive their page: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const KEEPALIVE_BYTES = 64 * 1024;

const TIMEOUT_MS = 30_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * A sink that sends records to a server in batches, also those of a page's last moments.
 *
 * `flush()` resolves when each record has arrived or was given up. A batch that is given up is reported as this sink's
 * failure, at the next record.
 *
 * @param {HttpSinkOptions} [options]
 * @returns {import('./hub.js').LastingSink}
 */
export function httpSink(options = {}) {
  const given = checkOptions('httpSink', options, NAMES);
  const url = checkUrl(readText(given, 'url', '/logs'));
  const headers = { 'content-type': 'application/x-ndjson', ...checkHeaders(given) };
  const batchSize = readNumber(given, 'batchSize', 100);
  const interval = readNumber(given, 'interval', 5000);
  const queue = createLineQueue(readNumber(given, 'maxQueued', 1000));
  const maxRetries = readNumber(given, 'maxRetries', 8, (value) => value >= 0, 'allowed is a number from 0');
  // By its name, at the call: who watches requests replaces the global one.
  /** @type {typeof globalThis.fetch} */
  const doFetch = readFunction(given, 'fetch', (...args) => globalThis.fetch(...args));
  const clock = readClock(given);

  /** @type {Promise<void> | undefined} */
  let working;
  /** Ends the wait of the moment, if it may be ended. @type {(() => void) | undefined} */
  let wake;
  let flushing = false;
  let open = false;
  let stopListening = () => {};
  let bytesInFlight = 0;
  /** @type {Error | undefined} */
  let failure;

  /** @param {import('./record.js').LogRecord} record */
  function sink(record) {
    if (!open) {
      open = true;
      stopListening = onPageHidden(sendAllNow);
    }
    queue.add(record);
    working ??= work();
    if (queue.length >= batchSize) wake?.();
    if (!failure) return;
    const error = failure;
    failure = undefined;
    throw error;
  }

  /** Runs while something waits to be sent. */
  async function work() {
    let failures = 0;
    while (open && queue.length > 0) {
      if (failures === 0 && !flushing && queue.length < batchSize) await pause(interval, true);
      const batch = open && queue.take(batchSize, KEEPALIVE_BYTES, false);
      if (!batch) continue;
      const outcome = await send(batch);
      if (outcome.retryAfter === undefined) {
        failures = 0;
      } else if (failures < maxRetries) {
        queue.putBack(batch);
        await pause(Math.max(waitAfter(++failures), outcome.retryAfter), false);
      } else {
        failures = 0;
        giveUp(batch, outcome.problem);
      }
    }
    working = undefined;
  }

  /** What is left when the page goes, as far as the browser lets it through. */
  function sendAllNow() {
    for (;;) {
      const batch = queue.take(Infinity, KEEPALIVE_BYTES - bytesInFlight, true);
      if (!batch) return;
      void send(batch).then(({ retryAfter }) => {
        if (retryAfter === undefined) return;
        queue.putBack(batch);
        if (open) working ??= work();
      });
    }
  }

  /**
   * Never rejects.
   *
   * @param {import('./line-queue.js').Batch} batch
   * @returns {Promise<{ problem: string, retryAfter?: number }>} `retryAfter`, in milliseconds, where a retry may help
   */
  async function send(batch) {
    bytesInFlight += batch.bytes;
    try {
      const response = await doFetch(url, {
        method: 'POST',
        headers,
        body: batch.entries.map(({ line }) => line).join(''),
        keepalive: bytesInFlight <= KEEPALIVE_BYTES,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer(); // so that the connection can be used again
      if (response.ok) return { problem: '' };
      const problem = `the answer was ${response.status}`;
      if (response.status < 500 && response.status !== 408 && response.status !== 429) {
        giveUp(batch, problem);
        return { problem };
      }
      return { problem, retryAfter: 1000 * (Number(response.headers.get('retry-after')) || 0) };
    } catch (error) {
      return { problem: String(error), retryAfter: 0 };
    } finally {
      bytesInFlight -= batch.bytes;
    }
  }

  /**
   * @param {import('./line-queue.js').Batch} batch
   * @param {string} problem
   */
  function giveUp(batch, problem) {
    queue.drop(batch);
    failure = new Error(`httpSink: ${batch.entries.length} records could not be sent to ${url}: ${problem}`);
  }

  /**
   * @param {number} milliseconds
   * @param {boolean} mayBeWoken also by what is not the end
   */
  function pause(milliseconds, mayBeWoken) {
    return new Promise((resolve) => {
      const timer = clock.setTimeout(end, milliseconds);
      function end() {
        clock.clearTimeout(timer);
        wake = undefined;
        endPause = () => {};
        resolve(undefined);
      }
      endPause = end;
      wake = mayBeWoken ? end : undefined;
    });
  }
  let endPause = () => {};

  return withLife(sink, {
    async flush() {
      flushing = true;
      wake?.();
      await working;
      flushing = false;
    },
    close() {
      open = false;
      stopListening();
      endPause();
    },
  });
}

/** @param {number} failures from 1 */
function waitAfter(failures) {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  return most * (0.5 + Math.random() / 2);
}

/**
 * @param {string} url
 * @returns {string} whole
 */
function checkUrl(url) {
  try {
    return new URL(url, globalThis.location?.href).href;
  } catch {
    const allowed = globalThis.location
      ? 'allowed is an address'
      : 'allowed is a whole address, as here is no page';
    throw new TypeError(badOption('httpSink', 'url', url, allowed));
  }
}

/**
 * @param {import('./check-options.js').Options} options
 * @returns {Record<string, string>}
 */
function checkHeaders(options) {
  const isHeaders = (/** @type {unknown} */ value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string');
  return readOption(options, 'headers', {}, isHeaders, 'allowed is an object of strings');
}
