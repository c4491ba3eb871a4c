/** The package's own core with its WebAssembly in a file beside the JavaScript. */

import createModule from '#micromegas-core';

/** Bundlers look for exactly this expression. The address is correct in the built package. */
const besideTheCode = () => new URL('../micromegas_core.wasm', import.meta.url);

/**
 * @param {WebAssembly.Module} [given]
 * @param {string | URL} [wasmUrl]
 */
export async function createCore(given, wasmUrl) {
  return createModule({ wasm: given ?? (await compileFrom(String(wasmUrl ?? besideTheCode()))) });
}

/**
 * @param {string} url
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileFrom(url) {
  // Node's fetch reads no files. Bundlers for browsers could not resolve an import of node:fs.
  const { process } = /** @type {any} */ (globalThis);
  const fs = url.startsWith('file:') && process?.getBuiltinModule?.('node:fs');
  if (fs) return WebAssembly.compile(await fs.promises.readFile(new URL(url)));

  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
