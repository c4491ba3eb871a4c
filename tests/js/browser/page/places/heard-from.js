// @ts-expect-error: a page knows addresses, not files
import { memorySink, receive } from '/dist/esm/static.js';

/**
 * Collects the records of a place, until it is done.
 *
 * @param {any} port
 * @returns {Promise<import('micromegas-tracing').LogRecord[]>}
 */
export function heardFrom(port) {
  return new Promise((resolve, reject) => {
    const memory = memorySink();
    receive(port, memory);
    port.addEventListener('error', (/** @type {ErrorEvent} */ { message }) => reject(new Error(message)));
    port.addEventListener('message', (/** @type {MessageEvent} */ { data: { done, error } }) => {
      if (done) error ? reject(new Error(error)) : resolve(memory.records);
    });
  });
}
