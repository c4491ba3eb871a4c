/// <reference lib="esnext.disposable" preserve="true" />

import { describeValue } from './describe-value.js';
import { checkLevelFilter } from './levels.js';
import { createLogger } from './logger.js';
import { reportProblem } from './report-problem.js';
import { createTargetFilter } from './target-filter.js';

/**
 * What `init` returns. After `shutdown` nothing throws: its loggers are silent, a change of the filter is ignored, and
 * the facts stay what they were.
 *
 * @typedef {object} TracingMethods
 * @property {(text: string) => void} setFilter Replaces the filter, for C++ and for JavaScript, from the next entry
 *   on. Throws a `RangeError` that says what is wrong with the text; then the filter is as it was.
 * @property {(level: import('./levels.js').LevelFilter) => void} setLevel The same level for every target. Throws a
 *   `RangeError` for a name that is none.
 * @property {() => string} getFilter The filter in force, also where C++ changed it, in its canonical form.
 * @property {(target: string) => import('./logger.js').Logger} logger Makes a logger; the target is what filters match.
 * @property {string} processId The id that C++ made for this process.
 * @property {Readonly<Record<string, string>>} properties Those that were given to `init`, as text.
 * @property {string} version Of the C++ library in the module.
 * @property {() => void} shutdown Ends tracing in the module and lets go of the sinks. The module may be given to
 *   `init` again. A second call does nothing.
 */

/**
 * `using tracing = await init()` shuts down at the end of the block, where the platform has `Symbol.dispose`.
 *
 * @typedef {TracingMethods & Disposable} Tracing
 */

/**
 * @param {import('./wasm-module.js').WasmModule} wasm initialised
 * @param {import('./hub.js').Deliver} deliver
 * @param {Readonly<Record<string, string>>} properties
 * @returns {Tracing}
 */
export function createTracing(wasm, deliver, properties) {
  let running = true;
  let lastFilter = '';

  /** @type {TracingMethods} */
  const tracing = {
    setFilter(text) {
      if (!running) return;
      if (typeof text !== 'string') {
        throw new TypeError(`setFilter: the filter is ${describeValue(text)}; allowed is a string`);
      }
      const problem = wasm.setFilter(text);
      if (problem) throw new RangeError(`setFilter: ${problem}`);
    },

    setLevel(level) {
      if (!running) return;
      const problem = wasm.setLevel(checkLevelFilter('setLevel: the level', level));
      if (problem) throw new RangeError(`setLevel: ${problem}`);
    },

    getFilter: () => (running ? wasm.getFilter() : lastFilter),

    logger(target) {
      if (typeof target !== 'string' || target === '') {
        throw new TypeError(
          `logger: the target is ${describeValue(target)}; allowed is a string that is not empty`,
        );
      }
      const targetFilter = createTargetFilter(wasm, target);
      return createLogger(target, () => (running ? targetFilter() : 0), deliver);
    },

    processId: wasm.processId(),
    properties,
    version: wasm.version(),

    shutdown() {
      if (!running) return;
      attempt('the filter could not be read at shutdown', () => (lastFilter = wasm.getFilter()));
      attempt('the module could not be shut down', wasm.shutdown);
      attempt('the module did not let go of its callback', wasm.clearLogCallback);
      running = false;
      wasm.release();
    },
  };

  // Older browsers have no such symbol, and then nobody can ask for it.
  if (Symbol.dispose) Object.assign(tracing, { [Symbol.dispose]: tracing.shutdown });
  return /** @type {Tracing} */ (tracing);
}

/**
 * A module that has crashed throws at every call. Shutting down comes to its end all the same.
 *
 * @param {string} problem
 * @param {() => void} step
 */
function attempt(problem, step) {
  try {
    step();
  } catch (error) {
    reportProblem(problem, error);
  }
}
