/** One WebAssembly module under a filter, its entries on their way to the sinks. */

import { recordFromCpp } from './record.js';
import { claim, release } from './wasm-module.js';

export const SHUTDOWN_FAILED = 'the module could not be shut down';

/**
 * @typedef {object} AttachmentOptions
 * @property {string} where the function that was called, for messages
 * @property {string} name what its records have in their `module` field
 * @property {string} filter
 * @property {Readonly<Record<string, string>>} properties of the process
 * @property {(() => number) | undefined} now the time of its records, where it is not C++'s own
 */

/** @typedef {ReturnType<typeof attachModule>} Attachment */

/**
 * Throws for a module in use and for what `init` was given, and then the module is as it was.
 *
 * @param {import('./wasm-module.js').Bindings} wasm
 * @param {AttachmentOptions} options
 * @param {import('./hub.js').Hub} hub
 */
export function attachModule(wasm, options, hub) {
  const { where, name, now } = options;
  claim(where, wasm);
  try {
    start(wasm, options);
  } catch (error) {
    release(wasm);
    throw error;
  }
  wasm.micromegasSetLogCallback((site, time, message, properties) => {
    hub.deliver(recordFromCpp(site, now ? now() : time, message, properties, name));
  });

  return {
    name,
    wasm,
    detach() {
      hub.attempt(SHUTDOWN_FAILED, wasm.micromegasShutdown);
      wasm.micromegasSetLogCallback(null);
      release(wasm);
    },
  };
}

/**
 * @param {import('./wasm-module.js').Bindings} wasm
 * @param {AttachmentOptions} options
 */
function start(wasm, options) {
  const filterBefore = wasm.micromegasGetFilter();
  const filterProblem = wasm.micromegasSetFilter(options.filter);
  if (filterProblem) throw new RangeError(`init: option "filter": ${filterProblem}`);
  for (const entry of Object.entries(options.properties)) wasm.micromegasSetProperty(...entry);
  const initProblem = wasm.micromegasInit();
  if (initProblem) {
    wasm.micromegasSetFilter(filterBefore);
    throw new RangeError(`init: option "properties": ${initProblem}`);
  }
}
