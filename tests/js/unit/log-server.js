import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { readBatch } from './read-batch.js';

/**
 * A server's answer: a status, with headers, or the end of the connection; 'silence' is no answer.
 *
 * @typedef {number | [number, Record<string, string>] | 'reset' | 'silence'} Answer
 */

/**
 * Starts a server for the batches of `httpSink`, on this machine only.
 *
 * @param {(path: string) => Answer} [answerTo] makes an answer when none is left
 */
export async function startLogServer(answerTo = () => 204) {
  /**
   * @type {{ method: string | undefined, path: string, header: any, lines: any[], body: string,
   *   headers: import('node:http').IncomingHttpHeaders, isTaken: boolean }[]}
   */
  const requests = [];
  /** In turn. @type {Answer[]} */
  const answers = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const path = request.url ?? '';
    const answer = answers.shift() ?? answerTo(path);
    const isTaken = answer === 204;
    const { method, headers } = request;
    requests.push({ method, path, ...readBatch(body), body, headers, isTaken });
    if (answer === 'reset') request.socket.destroy();
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else if (answer !== 'silence') response.writeHead(...answer).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/logs`,
    requests,
    answers,
    /** The records that the server took, each once. */
    arrived() {
      const taken = requests.filter(({ isTaken }) => isTaken);
      const seen = new Map(
        taken.flatMap(({ header, lines }) => lines.map((line) => [`${header.sender} ${line.seq}`, line])),
      );
      return [...seen.values()];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {() => boolean} condition */
export async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
