import {
  badOption,
  checkOptions,
  isObject,
  readBoolean,
  readFunction,
  readNumber,
  readOption,
  readText,
  readWhole,
} from '../../util/check-options.js';
import { readClock } from '../../util/clock.js';
import { withCounts } from '../../delivery/counts.js';
import { createDelivery } from './http-delivery.js';
import { createPost } from './http-post.js';
import { withLife } from '../../delivery/life.js';
import { createOutbox } from './outbox.js';
import { checkTimeout, LONGEST_TIMER_MS } from '../../util/wait.js';

/** @import { LastingSink } from '../../delivery/hub.js' */
/** @import { LogRecord } from '../../record/record.js' */
/** @import { Options } from '../../util/check-options.js' */
/** @import { Clock } from '../../util/clock.js' */

/**
 * @typedef {object} HttpSinkOptions
 * @property {string} [url] Where records are POSTed, as lines of JSON (`application/x-ndjson`). Default `'/logs'` on
 *   the page's own site; Node needs a whole address.
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {boolean} [header] Whether a batch begins with a line that names the sender, see `BatchHeader`. Default
 *   true; false for a server that takes each line for a record.
 * @property {number} [batchSize] The number of records that are sent without waiting for `interval`. Default 100.
 * @property {number} [interval] The longest that a record waits, in milliseconds. Default 5000.
 * @property {number} [maxQueued] The number of records that are kept while none can be sent. The oldest are dropped,
 *   and counted in a record under `micromegas.meta` later. Default 1000.
 * @property {number} [maxQueuedBytes] The same limit in bytes of their text. Default 16 MiB.
 * @property {number} [maxRetries] The number of retries of a batch after a network error, a time-out of 30 s, or the
 *   status 408, 429 or 5xx: after a second at first, then twice as long each time up to a minute, half of it at random,
 *   or after the time in `Retry-After`. Default 8. Any other status drops the batch.
 * @property {typeof globalThis.fetch} [fetch] Default: the global one.
 * @property {Clock} [clock] For tests.
 */

const NAMES = [
  'url',
  'headers',
  'header',
  'batchSize',
  'interval',
  'maxQueued',
  'maxQueuedBytes',
  'maxRetries',
  'fetch',
  'clock',
];

/**
 * A sink that sends records to a server in batches, also those of a page's last moments.
 *
 * `flush(timeout)` resolves when each record has arrived or is lost, or after `timeout` milliseconds. `close()` sends
 * the waiting records once more. `counts` has the outcome of all records; a loss is also reported as this sink's
 * failure, at the next record, and to the server, with the next batch.
 *
 * @param {HttpSinkOptions} [options]
 * @returns {LastingSink}
 */
export function httpSink(options = {}) {
  const given = checkOptions('httpSink', options, NAMES);
  const url = checkUrl(readText(given, 'url', '/logs'), options.url);
  const headers = { 'content-type': 'application/x-ndjson', ...checkHeaders(given) };
  const isInterval = (/** @type {number} */ value) => value > 0 && value <= LONGEST_TIMER_MS;
  const interval = readNumber(
    given,
    'interval',
    5000,
    isInterval,
    `allowed is a number above 0, up to ${LONGEST_TIMER_MS}`,
  );
  const batchSize = readWhole(given, 'batchSize', 100, 1);
  const maxRetries = readWhole(given, 'maxRetries', 8, 0);
  const outbox = createOutbox({
    maxQueued: readWhole(given, 'maxQueued', 1000, 1),
    maxQueuedBytes: readWhole(given, 'maxQueuedBytes', 16 << 20, 1),
    header: readBoolean(given, 'header', true),
  });
  // Looked up at each call, as tools that watch requests replace the global one.
  /** @type {typeof globalThis.fetch} */
  const doFetch = readFunction(given, 'fetch', (...args) => globalThis.fetch(...args));
  const clock = readClock(given);

  /** @type {unknown} */
  let failure;
  const delivery = createDelivery(outbox, createPost(url, headers, doFetch, clock), {
    batchSize,
    interval,
    maxRetries,
    clock,
    onFailure: (error) => void (failure = error),
  });

  /** @param {LogRecord} record */
  function sink(record) {
    outbox.add(record);
    delivery.go();
    if (!failure) return;
    const error = failure;
    failure = undefined;
    throw error;
  }

  const counting = withCounts(Object.assign(sink, { start: outbox.start }), delivery.counts);
  return withLife(counting, {
    flush: async (timeout) => delivery.flush(checkTimeout(timeout, Infinity)),
    close: delivery.close,
  });
}

/**
 * @param {string} url
 * @param {string} [given] undefined where it is the default
 * @returns {string} whole
 */
function checkUrl(url, given) {
  const here = globalThis.location;
  let allowed = `allowed is ${here ? 'an address' : 'a whole address, such as "https://example.com/logs", as here is no page'}`;
  try {
    // The address of a worker from a blob cannot be the base of a relative one.
    const { href, protocol, username } = new URL(url, here?.protocol === 'blob:' ? here.origin : here?.href);
    if (/^https?:/.test(protocol) && !username) return href;
    allowed = 'allowed is an address of http or https, without a user name';
  } catch {
    // reported below
  }
  throw new TypeError(badOption('httpSink', 'url', given, allowed));
}

/**
 * @param {Options} options
 * @returns {Record<string, string>}
 */
function checkHeaders(options) {
  const allowed = 'allowed is an object of strings that HTTP can carry';
  const headers = Object.entries(readOption(options, 'headers', {}, isHeaders, allowed));
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}

/** @param {unknown} given */
function isHeaders(given) {
  return (
    isObject(given) &&
    Object.entries(given).every(
      ([name, value]) =>
        /^[\w!#$%&'*+.^`|~-]+$/.test(name) && typeof value === 'string' && /^[\t -~\x80-\xff]*$/.test(value),
    )
  );
}
