// The WebAssembly of the package's own core, packed as text by vite.config.js. package.json maps `#micromegas-core-wasm`
// to the file.
declare const packed: string;
export default packed;
