import { checkInnerSink } from '../util/check-options.js';
import { describeValue } from '../values/describe-value.js';
import { wrapSink } from './wrap-sink.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * A sink that gives another one the whole address of each C++ file, which consoles show as a link.
 *
 *     withSourceRoot(consoleSink(), 'http://localhost:5173/src/')
 *     withSourceRoot(consoleSink(), pathToFileURL(`${process.cwd()}/`).href) // in Node
 *
 * @param {Sink} sink
 * @param {string} root the address that the paths of the compiler are relative to; ends with a slash
 * @returns {WrappedSink}
 */
export function withSourceRoot(sink, root) {
  checkInnerSink('withSourceRoot', sink);
  if (typeof root !== 'string' || !root.endsWith('/') || !URL.canParse(root)) {
    throw new TypeError(
      `withSourceRoot: the root is ${describeValue(root)}; allowed is an absolute URL that ends with a slash`,
    );
  }
  return wrapSink(sink, (record) =>
    sink(record.file ? { ...record, file: new URL(record.file, root).href } : record),
  );
}
