/**
 * Logs of C++ compiled to WebAssembly, and of the JavaScript around it, in one stream.
 *
 *     import { init } from 'micromegas-tracing';
 *
 *     const tracing = await init({ module, level: 'info' });
 *     tracing.logger('app.ui').info('clicked', { button: 'ok' });
 */

import { start } from './init.js';
import { checkInitOptions } from './options.js';

/** @import { InitOptions } from './options.js' */
/** @import { Tracing } from './tracing.js' */

export * from './api.js';

/**
 * Listens to the log entries of a WebAssembly module and delivers them to sinks, by default to the console.
 *
 * Rejects with a `TypeError` or `RangeError` for a bad option, with an `Error` when the module cannot be loaded, and
 * with the signal's reason when it is aborted. Then nothing has changed.
 *
 * A filter from outside overrides the option: `?micromegas=debug` in the page's address, else the key `micromegas` in
 * localStorage (which takes effect at once when it changes), else, in Node, the environment's `MICROMEGAS_LOG`. If it
 * is invalid, that is reported to the sinks, and the option stays in force.
 *
 * @param {InitOptions} [options]
 * @returns {Promise<Tracing>}
 */
export async function init(options = {}) {
  return start(checkInitOptions(options), async (compiled) => {
    const core = await import('./core/embedded-core.js');
    return core.createCore(compiled);
  });
}
