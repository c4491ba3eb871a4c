import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * Serves the files of a folder, on this machine only.
 *
 * @param {string} folder
 * @param {Record<string, string>} [headers] beside the content type
 * @param {(path: string, body: string) => [status: number, headers?: Record<string, string>] | void} [onPost] gets the
 *   body of a POST, and may choose the answer; without it a POST gets the file
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, headers = {}, onPost) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST' && onPost) {
      text(request).then((body) => {
        response.writeHead(...(onPost(pathname, body) ?? [204])).end();
      });
      return;
    }
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    createReadStream(join(folder, path))
      .once('open', () => response.writeHead(200, { ...headers, 'content-type': type }))
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
