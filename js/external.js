/**
 * The same library, for pages that stream the package's WebAssembly from a file instead of carrying it in JavaScript.
 *
 *     import { init } from 'micromegas-tracing/external';
 *
 *     const tracing = await init({ wasmUrl: '/assets/micromegas_core.wasm' });
 */

import { badOption, isText } from './util/check-options.js';
import { start } from './init.js';
import { checkInitOptions } from './options.js';

/** @import { InitOptions } from './options.js' */
/** @import { Tracing } from './tracing.js' */

export * from './api.js';

/**
 * @typedef {object} ExternalOptions
 * @property {string | URL} [wasmUrl] Where `micromegas_core.wasm` is. Left out: beside the code, where bundlers that
 *   understand `new URL(…, import.meta.url)` put it.
 */

/**
 * Works like `init` of the main entry.
 *
 * @param {InitOptions & ExternalOptions} [options]
 * @returns {Promise<Tracing>}
 */
export async function init(options = {}) {
  const checked = checkInitOptions(options, ['wasmUrl']);
  const { wasmUrl } = options;
  if (wasmUrl !== undefined && !isText(wasmUrl) && !(wasmUrl instanceof URL)) {
    throw new TypeError(
      badOption('init', 'wasmUrl', wasmUrl, 'allowed are a string that is not empty and a URL'),
    );
  }
  return start(checked, async (compiled) => {
    const core = await import('./core/external-core.js');
    return core.createCore(compiled, wasmUrl);
  });
}
