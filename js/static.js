/**
 * The same library without `import()`, for places that forbid it: service workers, worklets, extensions, and workers in
 * one file. The package's own core is in the code, whether or not `init` is given a `module`.
 *
 *     import { init, portSink } from 'micromegas-tracing/static';
 */

import { createCore } from './core/embedded-core.js';
import { start } from './init.js';
import { checkInitOptions } from './options.js';

/** @import { InitOptions } from './options.js' */
/** @import { Tracing } from './tracing.js' */

export * from './api.js';

/**
 * Works like `init` of the main entry.
 *
 * @param {InitOptions} [options]
 * @returns {Promise<Tracing>}
 */
export async function init(options = {}) {
  return start(checkInitOptions(options), createCore);
}
