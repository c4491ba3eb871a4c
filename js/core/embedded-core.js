/** The package's own core with its WebAssembly inside, as text: there is no file to find, whatever bundles or serves it. */

import packed from '#micromegas-core-wasm';

import { makeCore } from './make-core.js';
import { unpackBytes } from './packed-bytes.js';

export default function createCore() {
  return makeCore((imports) => WebAssembly.instantiate(unpackBytes(packed), imports));
}
