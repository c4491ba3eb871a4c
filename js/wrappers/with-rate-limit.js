import { checkOptions, checkInnerSink, readNumber, REQUIRED } from '../util/check-options.js';
import { containClock, readClock } from '../util/clock.js';
import { settled } from '../delivery/life.js';
import { metaRecord } from '../delivery/meta.js';
import { wrapSink } from './wrap-sink.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { Clock } from '../util/clock.js' */
/** @import { WrappedSink } from './wrap-sink.js' */

/**
 * @typedef {object} RateLimitOptions
 * @property {number} perSecond The number of records that pass in a second, on average.
 * @property {number} [burst] The number that passes at once after a pause. Default: `perSecond`, at least one.
 * @property {Clock} [clock] For tests.
 */

const FINITE = 'allowed is a finite number above 0';
const isFiniteAboveZero = (/** @type {number} */ value) => value > 0 && value < Infinity;

/**
 * A sink that passes on a limited number of records in a second. A record under `micromegas.meta` says how many it held
 * back, before the next one that passes, at a flush and at the end.
 *
 * @param {Sink} sink
 * @param {RateLimitOptions} options
 * @returns {WrappedSink}
 */
export function withRateLimit(sink, options) {
  checkInnerSink('withRateLimit', sink);
  const given = checkOptions('withRateLimit', options, ['perSecond', 'burst', 'clock']);
  const perSecond = readNumber(given, 'perSecond', REQUIRED, isFiniteAboveZero, FINITE);
  const isBurst = (/** @type {number} */ value) => value >= 1 && value < Infinity;
  const burst = readNumber(
    given,
    'burst',
    Math.max(1, perSecond),
    isBurst,
    'allowed is a finite number from 1',
  );
  const clock = readClock(given);
  const now = containClock(
    () => clock.now(),
    (...report) => void sink(metaRecord(...report)),
  );

  let allowance = burst;
  let last = now();
  let held = 0;

  function tellHeld() {
    if (held === 0) return undefined;
    const report = metaRecord('warn', `${held} records were held back by the rate limit`, { held });
    held = 0;
    return sink(report);
  }

  /** @param {LogRecord} record */
  function limit(record) {
    const time = now();
    // A clock that was set back adds nothing.
    allowance = Math.min(burst, allowance + (Math.max(0, time - last) / 1000) * perSecond);
    last = time;
    if (allowance < 1) {
      ++held;
      return undefined;
    }
    --allowance;
    return held === 0 ? sink(record) : settled([tellHeld(), sink(record)]);
  }

  return wrapSink(sink, limit, tellHeld);
}
