import { attachModule } from './attachment.js';
import { findFilterOverride, watchStoredFilter } from './filter-override.js';
import { createHub } from './hub.js';
import { checkInitOptions } from './options.js';
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
 * A filter from outside goes above the option: `?micromegas=debug` in the page's address, else the key `micromegas` in
 * localStorage (which takes effect at once when it changes), else, in Node, the environment's `MICROMEGAS_LOG`. One
 * that is wrong is reported to the sinks, and the option stays in force.
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
  const wasm = await openModule('init', checked.module, loadCore);
  // From here on nothing waits, so two calls of init cannot get in each other's way.
  const hub = createHub(checked.sinks);
  const main = attachModule(wasm, { ...checked, where: 'init' }, hub);
  const tracing = createTracing(main, hub, checked);
  if (checked.filterOverride) {
    const apply = () => {
      const override = findFilterOverride();
      try {
        tracing.setFilter(override?.text ?? checked.filter);
      } catch (error) {
        const reason = /** @type {Error} */ (error).message.replace('setFilter: ', '');
        hub.report('warn', `the filter from ${override?.place} is not used: ${reason}`, {});
      }
    };
    apply();
    hub.atClose.add(watchStoredFilter(apply));
  }
  return tracing;
}
