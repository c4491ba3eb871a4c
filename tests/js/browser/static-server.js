import { fileURLToPath } from 'node:url';

import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';

/** What a careful site sends: nothing but its own scripts, and WebAssembly. The nonce is for the import map. */
const POLICY = "default-src 'self'; img-src data:; script-src 'self' 'nonce-importmap' 'wasm-unsafe-eval'";

/**
 * Serves the project, for the pages of the tests, on this machine only.
 *
 * @param {(path: string, body: string) => void} [onPost]
 */
export const startServer = (onPost) =>
  serveFolder(
    fileURLToPath(new URL('../../..', import.meta.url)),
    { 'content-security-policy': POLICY },
    onPost,
  );
