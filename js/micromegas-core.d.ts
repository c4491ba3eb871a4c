// The package's own core, which CMake builds (preset "browser"). package.json maps `#micromegas-core` to it.
import type { EmscriptenModule } from './wasm-module.js';

export default function createCore(): Promise<EmscriptenModule>;
