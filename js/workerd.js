/**
 * The main entry where WebAssembly must not be compiled: Cloudflare's workerd, which imports the file as a
 * `WebAssembly.Module`. Bundlers for it take this file by the condition `workerd`.
 */

import { createCore } from './core/imported-core.js';
import { start } from './init.js';
import { checkInitOptions } from './options.js';

/** @import { InitOptions } from './options.js' */
/** @import { Tracing } from './tracing.js' */

export * from './api.js';

/**
 * Works like `init` of the main entry on other platforms.
 *
 * @param {InitOptions} [options]
 * @returns {Promise<Tracing>}
 */
export async function init(options = {}) {
  return start(checkInitOptions(options), createCore);
}
