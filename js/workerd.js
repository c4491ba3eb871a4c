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
 * As `init` of the main entry elsewhere.
 *
 * @param {InitOptions} [options]
 * @returns {Promise<Tracing>}
 */
export async function init(options = {}) {
  return start(checkInitOptions(options), createCore);
}
