import { checkSink } from './check-options.js';
import { createHub } from './hub.js';
import { withLife } from './life.js';

/**
 * One sink of several. What one of them throws does not reach the others, and is reported to them.
 *
 *     withFilter(tee(jsonLinesSink(file), httpSink()), 'warn')
 *
 * @param {...import('./hub.js').Sink} sinks
 * @returns {import('./hub.js').LastingSink}
 */
export function tee(...sinks) {
  for (const sink of sinks) checkSink('tee', sink);
  const { deliver, flush, close } = createHub(sinks);
  return withLife((/** @type {import('./record.js').LogRecord} */ record) => deliver(record), {
    flush,
    close,
  });
}
