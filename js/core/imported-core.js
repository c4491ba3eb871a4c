/** The package's own core with its WebAssembly as a module that the platform has compiled. */

import createModule from '#micromegas-core';
import compiled from '#micromegas-core-compiled';

/** @import { CreateCore } from '../module/wasm-module.js' */

/** @type {CreateCore} */
export async function createCore(given = compiled) {
  return createModule({ wasm: given });
}
