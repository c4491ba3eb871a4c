// Why: docs/decisions/0027-a-module-may-serve-several.md
/** Connects one WebAssembly module, under a filter, with the sinks. */

import { createTargetFilters } from '../logger/target-filter.js';
import { recordFromCpp } from '../record/record.js';

/** @import { Hub } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */
/** @import { Bindings, LogCallback } from './wasm-module.js' */

export const SHUTDOWN_FAILED = 'the module could not be shut down';

/**
 * The key of a module's listeners. A registered symbol, so that a second copy of this package on the page shares them.
 */
const LISTENERS = /* @__PURE__ */ Symbol.for('micromegas-tracing.listeners');

/** @typedef {LogCallback & { backtraceLevel: number }} Listener */

/** @typedef {Set<Listener> & { backtraceLevel: number }} Listeners with the most of theirs */

/** @typedef {Bindings & { [LISTENERS]?: Listeners }} SharedModule */

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
 * @param {SharedModule} wasm
 * @param {AttachmentOptions} options
 * @param {Hub} hub
 */
export function attachModule(wasm, options, hub) {
  const { name, now } = options;
  start(wasm, options);
  /** @type {((record: LogRecord) => boolean) | undefined} */
  let passes;
  /** @type {LogCallback} */
  const listen = (site, time, message, properties) => {
    try {
      const record = recordFromCpp(site, now ? now() : time, message, properties, name);
      if (listeners.backtraceLevel === 0) return hub.deliver(record);
      passes ??= createTargetFilters(wasm).passes;
      (passes(record) ? hub.deliver : hub.holdBack)(record);
    } catch {
      ++hub.losses.count; // the stack is full
    }
  };
  const listener = Object.assign(listen, { backtraceLevel: hub.backtraceLevel });
  const listeners = (wasm[LISTENERS] ??= Object.assign(new Set(), { backtraceLevel: 0 }));
  listeners.add(listener);
  update(wasm, listeners);

  return {
    name,
    wasm,
    detach() {
      listeners.delete(listener);
      if (listeners.size === 0) hub.attempt(SHUTDOWN_FAILED, wasm.micromegasShutdown);
      hub.attempt(SHUTDOWN_FAILED, () => update(wasm, listeners));
    },
  };
}

/**
 * @param {Bindings} wasm
 * @param {Listeners} listeners
 */
function update(wasm, listeners) {
  const [first = null, ...others] = listeners;
  wasm.micromegasSetLogCallback(
    others.length === 0
      ? first
      : (...entry) => {
          for (const listener of listeners) listener(...entry);
        },
  );
  const most = Math.max(0, ...[...listeners].map(({ backtraceLevel }) => backtraceLevel));
  if (most === listeners.backtraceLevel) return;
  listeners.backtraceLevel = most;
  wasm.micromegasSetFilterFloor(most);
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
