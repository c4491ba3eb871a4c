import { checkOptions, readNumber } from '../util/check-options.js';
import { noLosses, totalOf, withCounts } from '../delivery/counts.js';
import { describeValue } from '../values/describe-value.js';
import { tellDeveloper } from '../delivery/hub.js';
import { withLife } from '../delivery/life.js';
import { metaRecord } from '../delivery/meta.js';
import { toJson } from '../record/record-json.js';
import { checkTimeout, within } from '../util/wait.js';

/** @import { LastingSink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * The used part of a writable Node stream: `process.stdout`, `fs.createWriteStream(…)`.
 *
 * @typedef {object} LineStream
 * @property {(text: string, done?: (error?: Error | null) => void) => unknown} write
 * @property {number} [writableLength] bytes that wait
 * @property {(name: 'error', listener: (error: Error) => void) => unknown} [on]
 */

/**
 * @typedef {object} JsonLinesSinkOptions
 * @property {number} [maxWaiting] The number of bytes that may wait in the stream; further records are dropped, and
 *   counted in a separate line once there is room. Default 16 MiB.
 */

/**
 * The sinks of a stream that hear its errors. One listener serves all of them, and stays: an error without a listener
 * ends the process, and may come before the first record, or after the sink was closed.
 *
 * @type {WeakMap<LineStream, Set<(error: Error) => void>>}
 */
const hearers = /* @__PURE__ */ new WeakMap();

/** @param {LineStream} stream */
function hearersOf(stream) {
  const known = hearers.get(stream);
  if (known) return known;
  /** @type {Set<(error: Error) => void>} */
  const all = new Set();
  hearers.set(stream, all);
  stream.on?.('error', (error) => {
    if (all.size === 0) tellDeveloper(metaRecord('error', CLOSED, { error }));
    for (const hear of all) hear(error);
  });
  return all;
}

const CLOSED = 'the stream of a jsonLinesSink that is closed failed';

/**
 * A sink that writes each record as a line of JSON to a Node stream. The caller opens and ends the stream. An error of
 * the stream is reported as this sink's failure, at the next record; an error after the last record is reported on the
 * console.
 *
 * @param {LineStream} stream
 * @param {JsonLinesSinkOptions} [options]
 * @returns {LastingSink}
 */
export function jsonLinesSink(stream, options = {}) {
  if (typeof stream?.write !== 'function') {
    throw new TypeError(
      `jsonLinesSink: the stream is ${describeValue(stream)}; allowed is a writable stream of Node`,
    );
  }
  const given = checkOptions('jsonLinesSink', options, ['maxWaiting']);
  const maxWaiting = readNumber(given, 'maxWaiting', 16 << 20);

  const lost = noLosses();
  let taken = 0;
  let delivered = 0;
  let dropped = 0;
  /** @type {Error[]} */
  let failures = [];
  /** @param {Error} error */
  const onError = (error) => void failures.push(error);
  const listeners = hearersOf(stream);
  listeners.add(onError);

  /** @param {Error | null} [error] */
  const onWritten = (error) => void (error ? ++lost.refused : ++delivered);

  /**
   * @param {LogRecord} record
   * @param {(error?: Error | null) => void} [done]
   */
  const write = (record, done) => stream.write(`${toJson(record)}\n`, done);

  /** @param {LogRecord} record */
  function writeOrCount(record) {
    try {
      if (dropped > 0) {
        write(metaRecord('warn', `the stream was full; ${dropped} records were dropped`, { dropped }));
      }
      dropped = 0;
      write(record, onWritten);
    } catch (error) {
      ++lost.refused;
      throw error;
    }
  }

  /** @param {LogRecord} record */
  function sink(record) {
    listeners.add(onError);
    ++taken;
    if ((stream.writableLength ?? 0) > maxWaiting) {
      ++dropped;
      ++lost.memory;
    } else {
      writeOrCount(record);
    }
    const [failure] = failures;
    failures = [];
    if (failure) throw failure;
  }

  const counts = () => ({ delivered, waiting: taken - delivered - totalOf(lost), lost: { ...lost } });
  return withLife(withCounts(sink, counts), {
    async flush(timeout) {
      // Writes complete in order, so all are complete when an empty one is.
      const written = () => new Promise((resolve) => void stream.write('', () => resolve(undefined)));
      if (taken > 0) await within(checkTimeout(timeout, Infinity), written);
    },
    close() {
      listeners.delete(onError);
      for (const error of failures) tellDeveloper(metaRecord('error', CLOSED, { error }));
      failures = [];
    },
  });
}
