export const wasmUrl = '/node_modules/micromegas-tracing/dist/micromegas_core.wasm';
