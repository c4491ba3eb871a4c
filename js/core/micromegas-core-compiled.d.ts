// The package's own core where an import of WebAssembly is what was compiled of it. vite.config.js leaves it an import.
declare const compiled: WebAssembly.Module;
export default compiled;
