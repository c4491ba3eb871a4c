// The glue of the package's own core, which CMake builds (preset "browser"). package.json maps `#micromegas-core` to it.
import type { EmscriptenModule } from '../wasm-module.js';

export interface GlueOptions {
  /** Instantiates with the imports given, then hands over the instance. */
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): void;
}

export default function createModule(options: GlueOptions): Promise<EmscriptenModule>;
