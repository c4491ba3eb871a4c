// Why: docs/decisions/0027-a-module-may-serve-several.md
/** One WebAssembly module under a filter, its entries on their way to the sinks. */

import { recordFromCpp } from '../record/record.js';

/** @import { Hub } from '../delivery/hub.js' */
/** @import { Bindings, LogCallback } from './wasm-module.js' */

export const SHUTDOWN_FAILED = 'the module could not be shut down';

/**
 * Where a module keeps its listeners. A symbol that all have, so that a second copy of this package on the page joins
 * them.
 */
const LISTENERS = /* @__PURE__ */ Symbol.for('micromegas-tracing.listeners');

/**
 * @typedef {object} AttachmentOptions
 * @property {string} name what its records have in their `module` field
 * @property {string} filter
 * @property {Readonly<Record<string, string>>} properties of the process
 * @property {(() => number) | undefined} now the time of its records, where it is not C++'s own
 */

/** @typedef {ReturnType<typeof attachModule>} Attachment */

/**
 * Joins those who listen to the module already. Throws for what `init` was given, and then the module is as it was.
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
