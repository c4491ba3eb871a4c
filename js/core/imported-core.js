/** The package's own core with its WebAssembly as a module that the platform has compiled. */

import createModule from '#micromegas-core';
import compiled from '#micromegas-core-compiled';

/** @type {import('../module/wasm-module.js').CreateCore} */
export async function createCore(given = compiled) {
  return createModule({ wasm: given });
}
