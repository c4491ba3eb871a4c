import { checkOptions, readNumber } from './check-options.js';
import { noLosses, totalOf, withCounts } from './counts.js';
import { describeValue } from './describe-value.js';
import { withLife } from './life.js';
import { metaRecord } from './meta.js';
import { toJson } from './record-json.js';

/**
 * What is used of a writable stream of Node: `process.stdout`, `fs.createWriteStream(…)`.
 *
 * @typedef {object} LineStream
 * @property {(text: string, done?: (error?: Error | null) => void) => unknown} write
 * @property {number} [writableLength] bytes that wait
 * @property {(name: 'error', listener: (error: Error) => void) => unknown} [on]
 * @property {(name: 'error', listener: (error: Error) => void) => unknown} [off]
 */

/**
 * @typedef {object} JsonLinesSinkOptions
 * @property {number} [maxWaiting] How many bytes may wait in the stream; further records are dropped, and counted in a
 *   line of their own once there is room. Default 16 MiB.
 */

/**
 * A sink that writes each record as a line of JSON to a stream of Node. The stream stays the caller's, to open and to
 * end. What goes wrong with it is reported as this sink's failure, at the next record.
 *
 * @param {LineStream} stream
 * @param {JsonLinesSinkOptions} [options]
 * @returns {import('./hub.js').LastingSink}
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
  let listening = false;
  let dropped = 0;
  /** @type {Error[]} */
  let failures = [];
  /** @param {Error} error */
  const onError = (error) => void failures.push(error);

  /** @param {Error | null} [error] */
  const onWritten = (error) => void (error ? ++lost.refused : ++delivered);

  /**
   * @param {import('./record.js').LogRecord} record
   * @param {(error?: Error | null) => void} [done]
   */
  const write = (record, done) => stream.write(`${toJson(record)}\n`, done);

  /** @param {import('./record.js').LogRecord} record */
  function writeOrCount(record) {
    try {
      write(record, onWritten);
    } catch (error) {
      ++lost.refused;
      throw error;
    }
  }

  /** @param {import('./record.js').LogRecord} record */
  function sink(record) {
    if (!listening) {
      listening = true;
      stream.on?.('error', onError); // without a listener it would end the process
    }
    ++taken;
    if ((stream.writableLength ?? 0) > maxWaiting) {
      ++dropped;
      ++lost.memory;
    } else {
      if (dropped > 0) {
        write(metaRecord('warn', `the stream was full; ${dropped} records were dropped`, { dropped }));
      }
      dropped = 0;
      writeOrCount(record);
    }
    const [failure] = failures;
    failures = [];
    if (failure) throw failure;
  }

  const counts = () => ({ delivered, waiting: taken - delivered - totalOf(lost), lost: { ...lost } });
  return withLife(withCounts(sink, counts), {
    async flush() {
      // Writes arrive in order, so an empty one that has arrived is behind them all.
      if (listening) await new Promise((resolve) => void stream.write('', () => resolve(undefined)));
    },
    close() {
      if (listening) stream.off?.('error', onError);
      listening = false;
    },
  });
}
