/** A recursion of the program that logs until the stack is full. */

import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import {
  captureConsole,
  consoleSink,
  httpSink,
  init,
  jsonLinesSink,
  memorySink,
  tee,
  withFilter,
  withRateLimit,
  withRedaction,
  withSampling,
} from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

const ROUNDS = 50;

jest.setTimeout(60_000);

/** @typedef {(put: (text: string) => void) => import('../../../js/index.js').Sink} MakeSink */

/** @type {Record<string, MakeSink>} */
const sinks = {
  jsonLinesSink: (put) => jsonLinesSink({ write: (text, done) => (put(text), done?.()) }),
  consoleSink: (put) => consoleSink({ console: consoleOf(put) }),
  'a sink of the program': (put) => (record) => put(record.message),
  memorySink: (put) => memorySink({ capacity: 1, dumpTo: ({ message }) => put(message), dumpAt: 'trace' }),
  tee: (put) =>
    tee(
      ({ message }) => put(message),
      () => {},
    ),
  withFilter: (put) => withFilter(({ message }) => put(message), 'trace'),
  withRateLimit: (put) => withRateLimit(({ message }) => put(message), { perSecond: 1e9 }),
  withRedaction: (put) => withRedaction(({ message }) => put(message), { patterns: [/secret/] }),
  withSampling: (put) => withSampling(({ message }) => put(message), { rate: 1 }),
  httpSink: (put) =>
    httpSink({
      url: 'http://localhost/',
      batchSize: 1e9,
      interval: 1,
      maxQueued: 1e6,
      fetch: async (_, init) => {
        put(String(init?.body));
        return new Response('');
      },
    }),
};

/** @param {(text: string) => void} put */
function consoleOf(put) {
  const say = (/** @type {unknown[]} */ ...args) => put(args.map(String).join(' '));
  return { error: say, warn: say, info: say, debug: say };
}

/** A call depth that leaves some of the stack. */
const most = (() => {
  let depth = 0;
  const fall = () => {
    ++depth;
    fall();
  };
  try {
    fall();
  } catch {
    // The overflow is intended.
  }
  return Math.floor(depth * 0.7);
})();

/**
 * Overflows the stack, each time from another depth.
 *
 * @param {number} round
 * @param {(n: number) => void} step
 */
function overflow(round, step) {
  /** @type {(n: number, ...rest: unknown[]) => void} */
  const walk = (n, ...rest) => {
    step(n);
    walk(n + 1, ...rest);
  };
  /** @type {(left: number) => void} */
  const descend = (left) => (left === 0 ? walk(0, ...Array(round).fill(0)) : descend(left - 1));
  expect(() => descend(most)).toThrow(RangeError);
}

/** @type {jest.SpiedFunction<typeof console.error>} */
let consoleError;
beforeEach(() => {
  consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(Object.entries(sinks))('%s', (_name, make) => {
  test('gets the next entry, wherever the stack was full, and the count of the lost ones', async () => {
    for (let round = 0; round < ROUNDS; ++round) {
      let text = '';
      const tracing = await init({
        module: fakeModule(),
        sinks: [make((more) => void (text += `${more}\n`))],
      });
      const log = tracing.logger('app');
      let begun = 0;
      let ended = 0;
      overflow(round, (n) => {
        ++begun;
        log.info('step', { n, tags: [n] });
        ++ended;
      });
      log.error('still here?');
      await tracing.flush();
      tracing.shutdown();
      expect(text).toContain('still here?');
      const lost = [...text.matchAll(/the stack was full; (\d+) records did not reach every sink/g)];
      const fate =
        lost.reduce((sum, [, count]) => sum + Number(count), 0) + (text.match(/step/g)?.length ?? 0);
      expect(fate).toBeGreaterThanOrEqual(ended);
      expect(fate).toBeLessThanOrEqual(begun + (_name === 'tee' ? begun : 0));
    }
    expect(consoleError).not.toHaveBeenCalled();
  });
});

test('a captured console goes on', async () => {
  for (let round = 0; round < ROUNDS; ++round) {
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [memory] });
    const captured = captureConsole(tracing);
    overflow(round, (n) => console.log('step', { n }, [n]));
    console.log('still here?');
    captured.restore();
    tracing.shutdown();
    expect(memory.records.map(({ message }) => message)).toContain('still here?');
  }
});

test('a file of Node is written on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'micromegas-'));
  for (let round = 0; round < ROUNDS; ++round) {
    const path = join(folder, `${round}.log`);
    const stream = createWriteStream(path);
    await once(stream, 'open');
    const tracing = await init({ module: fakeModule(), sinks: [jsonLinesSink(stream)] });
    const log = tracing.logger('app');
    overflow(round, (n) => log.info('step', { n }));
    log.error('still here?');
    await tracing.flush();
    tracing.shutdown();
    stream.end();
    await finished(stream);
    expect(readFileSync(path, 'utf8')).toContain('still here?');
  }
  rmSync(folder, { recursive: true });
});
