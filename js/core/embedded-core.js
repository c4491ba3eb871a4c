/** The package's own core with its WebAssembly inside, as text: there is no file to find, whatever bundles or serves it. */

import createModule from '#micromegas-core';
import packed from '#micromegas-core-wasm';

import { unpackBytes } from './packed-bytes.js';

export default function createCore() {
  return createModule({ instantiate: (imports) => WebAssembly.instantiate(unpackBytes(packed), imports) });
}
