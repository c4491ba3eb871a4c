/** One WebAssembly module under a filter, its entries on their way to the sinks. */

import { recordFromCpp } from './record.js';

export const SHUTDOWN_FAILED = 'the module could not be shut down';

/**
 * @typedef {object} AttachmentOptions
 * @property {string} where what a bad filter is, for the message
 * @property {string} name what its records have in their `module` field
 * @property {string} filter
 * @property {Readonly<Record<string, string>>} properties of the process
 * @property {(() => number) | undefined} now the time of its records, where it is not C++'s own
 */

/** @typedef {ReturnType<typeof attachModule>} Attachment */

/**
 * Throws a `RangeError` that begins with `where`, and then the module is as it was.
 *
 * @param {import('./wasm-module.js').WasmModule} wasm
 * @param {AttachmentOptions} options
 * @param {import('./hub.js').Hub} hub
 */
export function attachModule(wasm, options, hub) {
  const { name, now } = options;
  wasm.claim();
  try {
    start(wasm, options);
  } catch (error) {
    wasm.release();
    throw error;
  }
  wasm.setLogCallback((site, timeMicroseconds, message, properties) => {
    hub.deliver(recordFromCpp(site, now ? now() : timeMicroseconds / 1000, message, properties, name));
  });

  return {
    name,
    wasm,
    detach() {
      hub.attempt(SHUTDOWN_FAILED, wasm.shutdown);
      hub.attempt(SHUTDOWN_FAILED, wasm.clearLogCallback);
      wasm.release();
    },
  };
}

/**
 * @param {import('./wasm-module.js').WasmModule} wasm
 * @param {AttachmentOptions} options
 */
function start(wasm, options) {
  const filterBefore = wasm.getFilter();
  const filterProblem = wasm.setFilter(options.filter);
  if (filterProblem) throw new RangeError(`${options.where}: ${filterProblem}`);
  const initProblem = wasm.init(options.properties);
  if (initProblem) {
    wasm.setFilter(filterBefore);
    throw new RangeError(`init: option "properties": ${initProblem}`);
  }
}
