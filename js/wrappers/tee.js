import { checkInnerSink } from '../util/check-options.js';
import { sumOf, withCounts } from '../delivery/counts.js';
import { createHub } from '../delivery/hub.js';
import { withLife } from '../delivery/life.js';
import { checkTimeout } from '../util/wait.js';

/** @import { LastingSink, Sink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * Combines several sinks into one. An exception of one sink is reported to the others. The counts are the sums of
 * theirs: a record counts once for each of them.
 *
 *     withFilter(tee(jsonLinesSink(file), httpSink()), 'warn')
 *
 * @param {...Sink} sinks
 * @returns {LastingSink}
 */
export function tee(...sinks) {
  for (const sink of sinks) checkInnerSink('tee', sink);
  const { deliver, start, counts, flush, close } = createHub(sinks);
  const sink = Object.assign((/** @type {LogRecord} */ record) => deliver(record), {
    start,
  });
  return withLife(
    withCounts(sink, () => sumOf(counts())),
    { flush: async (timeout) => flush(checkTimeout(timeout, Infinity)), close },
  );
}
