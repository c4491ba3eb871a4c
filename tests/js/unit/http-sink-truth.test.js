// Random events for an `httpSink`, in any order: its counts add up, and agree with the server's records and reports.
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { httpSink } from '../../../js/index.js';
import { fakeClock } from '../../../js/testing/index.js';
import { readBatch } from './read-batch.js';
import { record } from './record.js';

/** Of a page that may go, as far as the sink looks at it. */
let hidePage = () => {};
const pageLike = {
  visibilityState: 'hidden',
  addEventListener: (/** @type {string} */ _, /** @type {() => void} */ listener) =>
    void (hidePage = listener),
  removeEventListener: () => void (hidePage = () => {}),
};
const globals = { document: pageLike, addEventListener() {}, removeEventListener() {} };

beforeEach(() => void Object.assign(globalThis, globals));
afterEach(() => {
  for (const name of Object.keys(globals)) Reflect.deleteProperty(globalThis, name);
});

/** Numbers from 0 to 1 that a failure can be repeated with. @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {number} turns */
async function passTurns(turns) {
  for (; turns > 0; --turns) await Promise.resolve();
}

/** A server that fails in every way, except that it confirms each batch that it takes. @param {() => number} random */
function createServer(random) {
  /** @type {Map<number, any>} */
  const taken = new Map();
  const server = {
    taken,
    /** The share of requests that fail. */
    failing: random(),
    /** @type {(url: any, init?: RequestInit) => Promise<Response>} */
    async fetch(_, init) {
      await passTurns(random() * 10);
      const luck = random();
      if (luck < server.failing / 4) throw new TypeError('the network is gone');
      if (luck < server.failing / 2) return new Response(null, { status: 400 });
      if (luck < server.failing) return new Response(null, { status: 503 });
      for (const line of readBatch(String(init?.body)).lines) {
        expect(taken.has(line.seq)).toBe(false);
        taken.set(line.seq, line);
      }
      return new Response();
    },
  };
  return server;
}

test.each(Array.from({ length: 20 }, (_, index) => index + 1))('seed %i', async (seed) => {
  const random = randomFrom(seed);
  const clock = fakeClock();
  const server = createServer(random);
  const sink = httpSink({
    url: 'http://localhost/',
    fetch: server.fetch,
    clock,
    batchSize: 1 + Math.floor(random() * 20),
    maxQueued: 1 + Math.floor(random() * 50),
    maxQueuedBytes: 5000 + Math.floor(random() * 100_000),
    maxRetries: Math.floor(random() * 4),
    interval: 1 + random() * 5000,
  });
  let given = 0;
  const totalLost = () => Object.values(sink.counts.lost).reduce((sum, count) => sum + count, 0);

  function log() {
    ++given;
    try {
      sink(record({ message: 'x'.repeat(random() < 0.02 ? 70_000 : random() * 300) }));
    } catch {
      // It tells of a batch.
    }
  }

  async function settle() {
    void sink.flush();
    while (sink.counts.waiting > 0) await clock.advance(1000);
  }

  for (let i = 0; i < 300; ++i) {
    const choice = random();
    if (choice < 0.7) log();
    else if (choice < 0.75) hidePage();
    else if (choice < 0.78) sink.close();
    else if (choice < 0.82) void sink.flush(random() < 0.5 ? undefined : 1);
    else if (choice < 0.95) await clock.advance(random() * 3000);
    else await passTurns(random() * 20);
    expect(sink.counts.delivered + sink.counts.waiting + totalLost()).toBe(given);
  }
  server.failing = 0;
  await settle();
  log(); // brings the report on the last losses
  await settle();

  const lines = [...server.taken.values()];
  const reports = lines.filter(({ target }) => target === 'micromegas.meta');
  expect(lines.length - reports.length).toBe(sink.counts.delivered);
  expect(reports.reduce((sum, { properties }) => sum + properties.dropped, 0)).toBe(totalLost());
});
