// Why: docs/decisions/0027-a-module-may-serve-several.md
/** Connects one WebAssembly module, under a filter, with the sinks. */

import { recordFromCpp } from '../record/record.js';

/** @import { Hub } from '../delivery/hub.js' */
/** @import { Bindings, LogCallback } from './wasm-module.js' */

export const SHUTDOWN_FAILED = 'the module could not be shut down';

/**
 * The key of a module's listeners. A registered symbol, so that a second copy of this package on the page shares them.
 */
const LISTENERS = /* @__PURE__ */ Symbol.for('micromegas-tracing.listeners');

/**
 * @typedef {object} AttachmentOptions
 * @property {string} name the `module` field of its records
 * @property {string} filter
 * @property {Readonly<Record<string, string>>} properties of the process
 * @property {(() => number) | undefined} now the time of its records, if not C++'s own
 */

/** @typedef {ReturnType<typeof attachModule>} Attachment */

/**
 * Adds a listener to the module. Throws if C++ refuses the filter or the properties; then the module is unchanged.
 *
 * @param {Bindings & { [LISTENERS]?: Set<LogCallback> }} wasm
 * @param {AttachmentOptions} options
 * @param {Hub} hub
 */
export function attachModule(wasm, options, hub) {
  const { name, now } = options;
  start(wasm, options);
  /** @type {LogCallback} */
  const listener = (site, time, message, properties) => {
    try {
      hub.deliver(recordFromCpp(site, now ? now() : time, message, properties, name));
    } catch {
      ++hub.losses.count; // the stack is full
    }
  };
  const listeners = (wasm[LISTENERS] ??= new Set());
  listeners.add(listener);
  listen(wasm, listeners);

  return {
    name,
    wasm,
    detach() {
      listeners.delete(listener);
      if (listeners.size === 0) hub.attempt(SHUTDOWN_FAILED, wasm.micromegasShutdown);
      listen(wasm, listeners);
    },
  };
}

/**
 * @param {Bindings} wasm
 * @param {Set<LogCallback>} listeners
 */
function listen(wasm, listeners) {
  const [first = null, ...others] = listeners;
  wasm.micromegasSetLogCallback(
    others.length === 0
      ? first
      : (...entry) => {
          for (const listener of listeners) listener(...entry);
        },
  );
}

/**
 * @param {Bindings} wasm
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
