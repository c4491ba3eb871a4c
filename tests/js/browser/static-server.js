import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

/** What a careful site sends: nothing but its own scripts, and WebAssembly. The nonce is for the import map. */
const POLICY = "default-src 'self'; img-src data:; script-src 'self' 'nonce-importmap' 'wasm-unsafe-eval'";

/**
 * Serves dist/, the probe and the pages of the tests, on this machine only.
 *
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function startServer() {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const type = /** @type {Record<string, string>} */ (TYPES)[extname(path)];
    if (
      type === undefined ||
      !/^\/(dist|build\/browser\/tests\/js\/probe|tests\/js\/browser\/page)\//.test(path)
    ) {
      response.writeHead(404).end();
      return;
    }
    createReadStream(join(root, path))
      .once('open', () =>
        response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }),
      )
      .once('error', () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
