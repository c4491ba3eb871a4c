import { checkOptions, checkInnerSink, readFunction, readNumber, REQUIRED } from '../util/check-options.js';
import { checkLevelFilter, levelToNumber } from '../record/levels.js';
import { wrapSome } from './wrap-sink.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LevelFilter } from '../record/levels.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * @typedef {object} SamplingOptions
 * @property {number} rate The share of records that pass, 0 to 1.
 * @property {LevelFilter} [keep] Records of this level, and everything more severe, all pass. Default `'warn'`.
 * @property {() => number} [random] 0 to 1, without 1. Default `Math.random`.
 */

/**
 * A sink that passes on a random share of the records.
 *
 * @param {Sink} sink
 * @param {SamplingOptions} options
 * @returns {WrappedSink}
 */
export function withSampling(sink, options) {
  checkInnerSink('withSampling', sink);
  const given = checkOptions('withSampling', options, ['rate', 'keep', 'random']);
  const isRate = (/** @type {number} */ value) => value >= 0 && value <= 1;
  const rate = readNumber(given, 'rate', REQUIRED, isRate, 'allowed is a number from 0 to 1');
  const { keep: level = 'warn' } = given.values;
  const keep = checkLevelFilter('withSampling: option "keep"', level);
  const kept = keep === 'off' ? 0 : levelToNumber(keep);
  const random = readFunction(given, 'random', Math.random);
  return wrapSome(sink, ({ level }) => levelToNumber(level) <= kept || random() < rate);
}
