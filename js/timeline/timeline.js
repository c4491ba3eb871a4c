// Why: docs/decisions/0050-spans-and-metrics-of-javascript.md
/** Spans and metrics of JavaScript, for the performance panel of the developer tools. */

import { checkOptions, isObject, readOption, readText } from '../util/check-options.js';
import { refusal } from '../values/describe-value.js';
import { textOf } from '../values/text-of.js';
import { checkName } from '../logger/logger.js';
import { recordFromLogger } from '../record/record.js';

/** @import { SharedTracing } from '../logger/shared-tracings.js' */

/**
 * @typedef {object} SpanOptions
 * @property {string} [target] the part of the program, as of a logger; the panel has a colour for each. Default
 *   `'javascript'`.
 * @property {Readonly<Record<string, unknown>>} [properties]
 */

/** Those that the panel knows, as for C++. */
const COLOURS = ['primary', 'secondary', 'tertiary'].flatMap((name) => [
  name,
  `${name}-light`,
  `${name}-dark`,
]);

/**
 * @param {SharedTracing} tracing
 * @param {() => boolean} isRunning
 */
export function createTimeline(tracing, isRunning) {
  return {
    /**
     * @template T
     * @param {string} name
     * @param {() => T} call
     * @param {SpanOptions} [options]
     * @returns {T}
     */
    span(name, call, options) {
      checkName('span: the name', name);
      if (typeof call !== 'function') {
        throw new TypeError(refusal('span: the call', call, 'allowed is a function'));
      }
      const { target, properties } = readOptions('span', options);
      if (!isRunning() || !globalThis.performance?.measure) return call();
      const start = performance.now();

      /**
       * @param {string} track
       * @param {{ error?: unknown }} [failure]
       */
      const end = (track, failure = {}) =>
        show(name, target, { ...properties, ...failure }, (detail) => {
          const color = 'error' in failure ? 'error' : detail.color;
          const devtools = { ...detail, dataType: 'track-entry', track, color };
          performance.measure(name, { start, end: performance.now(), detail: { devtools } });
          performance.clearMeasures(name); // The panel has it; the page's own list would grow without end.
        });

      /** @type {any} */
      let result;
      try {
        result = call();
      } catch (error) {
        end('JavaScript', { error });
        throw error;
      }
      if (typeof result?.then !== 'function') {
        end('JavaScript');
        return result;
      }
      const track = 'JavaScript async'; // Spans that overlap and do not nest get rows of their own.
      return result.then(
        (/** @type {unknown} */ value) => (end(track), value),
        (/** @type {unknown} */ error) => {
          end(track, { error });
          throw error;
        },
      );
    },

    /**
     * @param {string} name
     * @param {number | bigint} value
     * @param {string} unit
     * @param {SpanOptions} [options]
     */
    metric(name, value, unit, options) {
      checkName('metric: the name', name);
      if (typeof value !== 'number' && typeof value !== 'bigint') {
        throw new TypeError(refusal('metric: the value', value, 'allowed are a number and a bigint'));
      }
      checkName('metric: the unit', unit);
      const { target, properties } = readOptions('metric', options);
      if (!isRunning()) return;
      const text = `${name} = ${value} ${unit}`;
      if (tracing.wants({ level: 'trace', target })) {
        const all = { ...properties, name, unit, value };
        tracing.deliver(recordFromLogger('trace', target, text, tracing.now(), all));
      }
      if (!globalThis.performance?.mark) return;
      show(name, target, properties, (detail) => {
        performance.mark(text, { detail: { devtools: { ...detail, dataType: 'marker' } } });
        performance.clearMarks(text);
      });
    },
  };
}

/**
 * @param {string} where
 * @param {unknown} [options]
 */
function readOptions(where, options = {}) {
  const given = checkOptions(where, options, ['target', 'properties']);
  return {
    target: readText(given, 'target', 'javascript'),
    properties: readOption(given, 'properties', {}, isObject, 'allowed is an object'),
  };
}

/**
 * Makes the panel's fields: https://developer.chrome.com/docs/devtools/performance/extension
 *
 * @param {string} name
 * @param {string} target
 * @param {Readonly<Record<string, unknown>>} properties
 * @param {(detail: { trackGroup: string, color: string | undefined, tooltipText: string,
 *   properties: [string, string][] }) => void} put
 */
function show(name, target, properties, put) {
  let sum = 0;
  for (const character of target) sum += character.charCodeAt(0);
  try {
    put({
      trackGroup: 'micromegas',
      color: COLOURS[sum % COLOURS.length],
      tooltipText: `${name} (${target})`,
      properties: [
        ['target', target],
        .../** @type {[string, string][]} */ (
          Object.entries(properties).map(([key, value]) => [key, textOf(value)])
        ),
      ],
    });
  } catch {
    // An old browser takes no options; a full stack. A measure must not harm the measured.
  }
}
