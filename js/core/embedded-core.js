// Why: docs/decisions/0026-which-entry-loads-the-core-how.md
/** The package's own core with its WebAssembly inside, as text, so that bundlers and servers need not find a file. */

import createModule from '#micromegas-core';
import packed from '#micromegas-core-wasm';

import { unpackBytes } from './packed-bytes.js';

/** @import { CreateCore } from '../module/wasm-module.js' */

/** @type {WebAssembly.Module | undefined} */
let compiled;

const compile = async () => (compiled ??= await WebAssembly.compile(unpackBytes(packed)));

/** @type {CreateCore} */
export async function createCore(given) {
  return createModule({ wasm: given ?? (await compile()) });
}
