import url from 'micromegas-tracing/core.wasm?url';

// The development servers of Vite 5 to 7 bundle packages beforehand, and lose their files by that.
export const wasmUrl = import.meta.env.MODE === 'by-url' ? url : undefined;
