// Why: docs/decisions/0049-a-backtrace-sees-below-the-filter.md
import { checkOptions, checkInnerSink, readWhole } from '../util/check-options.js';
import { settled } from '../delivery/life.js';
import { checkLevelFilter, levelToNumber } from '../record/levels.js';
import { wrapSink } from './wrap-sink.js';

/** @import { Backtrace, Sink } from '../delivery/hub.js' */
/** @import { Level } from '../record/levels.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * @typedef {object} BacktraceOptions
 * @property {number} [size] The number of records that are kept; the oldest go. Default 32.
 * @property {Level} [level] The most verbose level that is kept. Default `'trace'`.
 * @property {Level} [trigger] A record of this level, or more severe, brings the kept ones. Default `'error'`.
 */

/**
 * A sink that keeps the last records which the filter of `init` holds back, from C++ and from loggers. When an error is
 * logged, the sink gets them, oldest first, with the property `backtrace: true`, and then the error. It is given to
 * `init` itself; wrappers stand inside of it.
 *
 *     init({ level: 'info', sinks: [withBacktrace(withRedaction(httpSink()), { size: 100, level: 'debug' })] })
 *
 * Calls of a level that is kept cost as if they passed: their functions are called and their properties are copied.
 *
 * @param {Sink} sink
 * @param {BacktraceOptions} [options]
 * @returns {WrappedSink & { readonly backtrace: Backtrace }}
 */
export function withBacktrace(sink, options = {}) {
  checkInnerSink('withBacktrace', sink);
  const given = checkOptions('withBacktrace', options, ['size', 'level', 'trigger']);
  const size = readWhole(given, 'size', 32, 1);
  const { level = 'trace', trigger = 'error' } = given.values;
  const keptLevel = numberOf('level', level);
  const triggerLevel = numberOf('trigger', trigger);

  /** @type {LogRecord[]} */
  let kept = [];

  /** @param {LogRecord} record */
  function keep(record) {
    kept.push(record);
    // Not one by one, which would move all the others each time.
    if (kept.length >= 2 * size) kept = kept.slice(-size);
  }

  const outer = wrapSink(sink, (record) => {
    if (kept.length === 0 || levelToNumber(record.level) > triggerLevel) return sink(record);
    const before = kept.slice(-size);
    kept = [];
    /** @type {(void | PromiseLike<void>)[]} */
    const results = [];
    try {
      for (const one of before) {
        results.push(sink({ ...one, properties: { ...one.properties, backtrace: true } }));
      }
    } finally {
      results.push(sink(record));
    }
    return settled(results);
  });
  return Object.assign(outer, { backtrace: { level: keptLevel, keep } });
}

/**
 * @param {string} option
 * @param {unknown} level
 */
function numberOf(option, level) {
  const checked = checkLevelFilter(`withBacktrace: option "${option}"`, level);
  return checked === 'off' ? 0 : levelToNumber(checked);
}
