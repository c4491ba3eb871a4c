// The package's own core where an import of WebAssembly yields a compiled module. vite.config.js leaves it an import.
declare const compiled: WebAssembly.Module;
export default compiled;
