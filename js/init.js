/** The common part of `init` of every entry. */

import { attachModule } from './module/attachment.js';
import { containClock } from './util/clock.js';
import { findFilterOverride, watchStoredFilter } from './filter-override.js';
import { createHub } from './delivery/hub.js';
import { createTracing } from './tracing.js';
import { openCore, openModule } from './module/wasm-module.js';

/** @import { Hub } from './delivery/hub.js' */
/** @import { CreateCore } from './module/wasm-module.js' */
/** @import { CheckedOptions } from './options.js' */
/** @import { Tracing } from './tracing.js' */

/**
 * @param {CheckedOptions} checked
 * @param {CreateCore} createCore
 * @returns {Promise<Tracing>}
 */
export async function start(checked, createCore) {
  const { module, core, signal } = checked;
  const wasm = await unlessAborted(signal, () =>
    module === undefined ? openCore(core, createCore) : openModule('init', module),
  );
  signal?.throwIfAborted();
  // No await from here on.
  const hub = createHub(checked.sinks);
  const options = { ...checked, now: checked.now && containClock(checked.now, hub.report) };
  const main = attachModule(wasm, options, hub);
  try {
    const tracing = createTracing(main, hub, options);
    if (checked.filterOverride) followFilterOverride(tracing, hub, checked.filter);
    if (signal) {
      signal.addEventListener('abort', tracing.shutdown);
      hub.atClose.add(() => signal.removeEventListener('abort', tracing.shutdown));
    }
    return tracing;
  } catch (error) {
    main.detach();
    throw error;
  }
}

/**
 * Rejects with the signal's reason as soon as it is aborted, and then ignores the result of `open`.
 *
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<T>} open
 * @returns {Promise<T>}
 */
async function unlessAborted(signal, open) {
  if (!signal) return open();
  signal.throwIfAborted();
  let abort = () => {};
  /** @type {Promise<never>} */
  const aborted = new Promise((_, reject) => {
    abort = () => reject(signal.reason);
  });
  signal.addEventListener('abort', abort);
  try {
    return await Promise.race([open(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** @type {string | undefined} the last warning, which a second `init` does not repeat */
let told;

/**
 * @param {Tracing} tracing
 * @param {Hub} hub
 * @param {string} filter in force where nothing overrides it
 */
function followFilterOverride(tracing, hub, filter) {
  const apply = () => {
    const override = findFilterOverride();
    try {
      tracing.setFilter(override?.text ?? filter);
    } catch (error) {
      const reason = /** @type {Error} */ (error).message.slice('setFilter: '.length);
      const warning = `the filter from ${override?.place} is not used: ${reason}`;
      if (warning !== told) hub.report('warn', warning, {});
      told = warning;
    }
  };
  apply();
  hub.atClose.add(watchStoredFilter(apply));
}
