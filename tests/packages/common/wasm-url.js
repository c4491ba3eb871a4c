/** Where a bundler does not place the package's WebAssembly itself, a project has another file of this name. */
export const wasmUrl = undefined;
