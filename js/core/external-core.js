/** The package's own core with its WebAssembly in a file beside the JavaScript. */

import createModule from '#micromegas-core';

/** Bundlers look for this very expression. The address is right in the built package. */
const besideTheCode = () => new URL('../micromegas_core.wasm', import.meta.url);

/** @param {string | URL | undefined} wasmUrl */
export default function createCore(wasmUrl) {
  const url = String(wasmUrl ?? besideTheCode());
  return createModule({ instantiate: (imports) => instantiateFrom(url, imports) });
}

/**
 * @param {string} url
 * @param {WebAssembly.Imports} imports
 * @returns {Promise<WebAssembly.WebAssemblyInstantiatedSource>}
 */
async function instantiateFrom(url, imports) {
  // Node's fetch reads no files. An import of node:fs would be in the way of every bundler for browsers.
  const { process } = /** @type {any} */ (globalThis);
  const fs = url.startsWith('file:') && process?.getBuiltinModule?.('node:fs');
  if (fs) return WebAssembly.instantiate(await fs.promises.readFile(new URL(url)), imports);

  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
