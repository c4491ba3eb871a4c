import url from 'micromegas-tracing/core.wasm?url';

// The development servers of Vite 5 to 7 bundle packages beforehand, and lose the packages' files.
export const wasmUrl = import.meta.env.MODE === 'by-url' ? url : undefined;
