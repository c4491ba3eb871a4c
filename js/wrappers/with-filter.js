import { checkInnerSink } from '../util/check-options.js';
import { checkLevelFilter, levelToNumber } from '../record/levels.js';
import { wrapSome } from './wrap-sink.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LevelFilter } from '../record/levels.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * A sink that passes on fewer records than the filter of `init` lets through.
 *
 *     withFilter(httpSink(), 'warn')
 *     withFilter(memorySink(), (record) => record.module === 'decoder')
 *
 * @param {Sink} sink
 * @param {LevelFilter | ((record: LogRecord) => boolean)} filter a level, which passes it and everything more severe,
 *   or a function that returns whether a record passes
 * @returns {WrappedSink}
 */
export function withFilter(sink, filter) {
  checkInnerSink('withFilter', sink);
  const passes = typeof filter === 'function' ? filter : levelPasses(filter);
  return wrapSome(sink, passes);
}

/**
 * @param {unknown} filter
 * @returns {(record: LogRecord) => boolean}
 */
function levelPasses(filter) {
  const checked = checkLevelFilter('withFilter: the filter', filter, ', and a function of a record');
  const most = checked === 'off' ? 0 : levelToNumber(checked);
  return ({ level }) => levelToNumber(level) <= most;
}
