/** @import { Clock } from '../../util/clock.js' */
/** @import { Batch } from './outbox.js' */

/** The limit of browsers for the bodies of all requests that outlive their page: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
export const KEEPALIVE_BYTES = 64 * 1024;

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 5;

/**
 * The outcome of a request. `retryAfter`, in milliseconds, is set if a retry may help; `problem` is empty after
 * success.
 *
 * @typedef {{ problem: string, retryAfter?: number }} Outcome
 */

/**
 * @param {string} url
 * @param {Readonly<Record<string, string>>} headers
 * @param {typeof globalThis.fetch} doFetch
 * @param {Clock} clock
 */
export function createPost(url, headers, doFetch, clock) {
  let keptAlive = 0;

  /**
   * Has a time limit, even if `fetch` ignores the signal.
   *
   * @param {string} address
   * @param {RequestInit} init
   * @returns {Promise<Response>}
   */
  async function request(address, init) {
    const abort = new AbortController();
    /** @type {unknown} */
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = clock.setTimeout(() => {
        reject(new Error(`there was no answer within ${TIMEOUT_MS / 1000} s`));
        abort.abort();
      }, TIMEOUT_MS);
    });
    try {
      const answer = doFetch(address, { ...init, headers, method: 'POST', signal: abort.signal });
      const response = await Promise.race([answer, /** @type {Promise<never>} */ (tooLate)]);
      // Reads the body so that the connection can be used again. A failure of that does not change the answer.
      await Promise.race([response.arrayBuffer(), tooLate]).catch(() => {});
      return response;
    } finally {
      clock.clearTimeout(timer);
    }
  }

  /**
   * Follows 301, 307 and 308 by another POST: `fetch` would turn a 301 into a GET without the records, and not report
   * it. Stays on the same host, as the headers may hold a password.
   *
   * @param {RequestInit} init
   */
  async function requestAndFollow(init) {
    let address = url;
    for (let hops = 0; ; ++hops) {
      const response = await request(address, { ...init, redirect: 'manual' });
      const location = [301, 307, 308].includes(response.status) && response.headers.get('location');
      const next = location && hops < MOST_REDIRECTS && nextAddress(location, address);
      if (!next) return response;
      address = next;
    }
  }

  return {
    url,

    /** The number of bytes of a request that may outlive the page now. */
    room: () => KEEPALIVE_BYTES - keptAlive,

    /**
     * Never rejects.
     *
     * @param {Batch} batch
     * @param {boolean} outlives whether the request should outlive the page, if there is room
     * @returns {Promise<Outcome>}
     */
    async send({ body, bytes }, outlives) {
      const keepalive = outlives && keptAlive + bytes <= KEEPALIVE_BYTES;
      const kept = keepalive ? bytes : 0;
      keptAlive += kept;
      try {
        const response = await requestAndFollow({ body, keepalive });
        return outcomeOf(response, clock.now());
      } catch (error) {
        // Node's fetch has the reason, such as ECONNREFUSED, as the cause; that of several addresses has no message.
        const { cause } = /** @type {any} */ (Object(error));
        const reason = cause?.message || cause?.code;
        return { problem: `${error}${reason ? ` (${reason})` : ''}`, retryAfter: 0 };
      } finally {
        keptAlive -= kept;
      }
    },
  };
}

/**
 * @param {string} location
 * @param {string} from
 */
function nextAddress(location, from) {
  const before = new URL(from);
  const { host, href, protocol } = new URL(location, from);
  return host === before.host && (protocol === before.protocol || protocol === 'https:') && href;
}

/**
 * @param {Response} response
 * @param {number} now
 * @returns {Outcome}
 */
function outcomeOf({ ok, status, type, headers }, now) {
  if (ok) return { problem: '' };
  if (type === 'opaqueredirect') {
    return { problem: 'the answer was a redirect, which a page cannot follow with its records' };
  }
  const location = headers.get('location');
  const problem = `the answer was ${status}${location ? ` to ${location}` : ''}`;
  if (status < 500 && status !== 408 && status !== 429) return { problem };
  return { problem, retryAfter: readRetryAfter(headers.get('retry-after'), now) };
}

/**
 * @param {string | null} text seconds, or a date
 * @param {number} now
 * @returns {number} milliseconds
 */
function readRetryAfter(text, now) {
  const milliseconds = /^\d+$/.test(text ?? '') ? Number(text) * 1000 : Date.parse(text ?? '') - now;
  return Math.max(0, milliseconds || 0);
}
