import { createHub } from './hub.js';
import { checkInitOptions } from './options.js';
import { recordFromCpp } from './record.js';
import { createTracing } from './tracing.js';
import { loadOnce, openModule } from './wasm-module.js';

const loadCore = /* @__PURE__ */ loadOnce(() =>
  import('./core/embedded-core.js').then((core) => core.default()),
);

/**
 * Listens to the log entries of a WebAssembly module and brings them to sinks, by default to the console.
 *
 * Rejects with a `TypeError` or `RangeError` for a bad option, and with an `Error` when the module cannot be loaded or
 * has been initialised already. Then nothing has changed.
 *
 * @param {import('./options.js').InitOptions} [options]
 * @returns {Promise<import('./tracing.js').Tracing>}
 */
export async function init(options = {}) {
  return initWith(checkInitOptions(options), loadCore);
}

/**
 * @param {import('./options.js').CheckedOptions} checked
 * @param {() => Promise<import('./wasm-module.js').EmscriptenModule>} loadCore
 * @returns {Promise<import('./tracing.js').Tracing>}
 */
export async function initWith(checked, loadCore) {
  const wasm = await openModule(checked.module, loadCore);
  // From here on nothing waits, so two calls of init cannot get in each other's way.
  wasm.claim();
  try {
    start(wasm, checked);
  } catch (error) {
    wasm.release();
    throw error;
  }
  const deliver = createHub(checked.sinks);
  wasm.setLogCallback((site, timeMicroseconds, message, properties) => {
    deliver(recordFromCpp(site, timeMicroseconds, message, properties, checked.name));
  });
  return createTracing(wasm, deliver, checked.properties);
}

/**
 * @param {import('./wasm-module.js').WasmModule} wasm
 * @param {import('./options.js').CheckedOptions} options
 */
function start(wasm, options) {
  const filterBefore = wasm.getFilter();
  const filterProblem = wasm.setFilter(options.filter);
  if (filterProblem) throw new RangeError(`init: option "${options.filterOption}": ${filterProblem}`);
  const initProblem = wasm.init(options.properties);
  if (initProblem) {
    wasm.setFilter(filterBefore);
    throw new RangeError(`init: option "properties": ${initProblem}`);
  }
}
