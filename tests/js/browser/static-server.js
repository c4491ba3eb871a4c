import { fileURLToPath } from 'node:url';

import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';

/** The policy of a careful site: only its own scripts, and WebAssembly. The nonce is for the import map. */
const POLICY = "default-src 'self'; img-src data:; script-src 'self' 'nonce-importmap' 'wasm-unsafe-eval'";

/** Isolates the page in its process, as WebAssembly threads require. */
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Serves the project, for the pages of the tests, on this machine only.
 *
 * @param {Parameters<typeof serveFolder>[2]} [onPost]
 */
export const startServer = (onPost) =>
  serveFolder(
    fileURLToPath(new URL('../../..', import.meta.url)),
    { 'content-security-policy': POLICY, ...ISOLATION },
    onPost,
  );
