// The glue of the package's own core, which CMake builds (preset "browser"). package.json maps `#micromegas-core` to it.
import type { EmscriptenModule } from '../module/wasm-module.js';

export interface GlueOptions {
  wasm: WebAssembly.Module;
}

/** A new instance. Rejects as `WebAssembly.instantiate` does. */
export default function createModule(options: GlueOptions): Promise<EmscriptenModule>;
