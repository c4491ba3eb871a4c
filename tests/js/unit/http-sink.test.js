import { createServer } from 'node:http';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { httpSink, init, memorySink } from '../../../js/index.js';
import { fakeClock } from '../../../js/testing/index.js';
import { fakeModule } from './fake-module.js';
import { record } from './record.js';

/** @type {import('node:http').Server} */
let server;
/** @type {string} */
let url;
/** @type {{ lines: any[], headers: import('node:http').IncomingHttpHeaders, bytes: number }[]} */
let requests;
/** What the server answers, in turn; then 204. @type {(number | [number, Record<string, string>] | 'reset')[]} */
let answers;
/** @type {import('../../../js/testing/index.js').FakeClock} */
let clock;

beforeEach(async () => {
  requests = [];
  answers = [];
  clock = fakeClock();
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const lines = body
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    requests.push({ lines, headers: request.headers, bytes: Buffer.byteLength(body) });
    const answer = answers.shift() ?? 204;
    if (answer === 'reset') request.socket.destroy();
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else response.writeHead(...answer).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  url = `http://127.0.0.1:${address.port}/logs`;
});

afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const messages = () => requests.map(({ lines }) => lines.map(({ message }) => message));

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('batches', () => {
  test('go after the interval, as lines of JSON', async () => {
    const sink = httpSink({ url, clock, headers: { 'x-app': 'demo' } });
    sink(record({ message: 'a', properties: { error: new Error('disk full') } }));
    sink(record({ message: 'b' }));
    await clock.advance(4999);
    expect(requests).toEqual([]);
    await clock.advance(1);
    await until(() => requests.length === 1);
    expect(messages()).toEqual([['a', 'b']]);
    expect(requests[0]?.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'x-app': 'demo' });
    expect(requests[0]?.lines[0].properties.error).toMatchObject({ name: 'Error', message: 'disk full' });
  });

  test('go at once when they are full', async () => {
    const sink = httpSink({ url, clock, batchSize: 2 });
    for (const message of 'abcde') sink(record({ message }));
    await until(() => requests.length === 2);
    expect(messages()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await sink.flush();
    expect(messages()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('stay within what browsers allow a request that outlives its page', async () => {
    const sink = httpSink({ url, clock });
    const message = 'ü'.repeat(15_000); // 30 kB
    for (let i = 0; i < 5; ++i) sink(record({ message }));
    sink(record({ message: 'x'.repeat(100_000) }));
    await sink.flush();
    expect(requests.map(({ lines }) => lines.length)).toEqual([2, 2, 1, 1]);
    for (const { bytes } of requests.slice(0, 3)) expect(bytes).toBeLessThanOrEqual(65_536);
  });

  test('flush waits for the answer; with nothing to send there is no request', async () => {
    const sink = httpSink({ url, clock });
    await sink.flush();
    expect(requests).toEqual([]);
    sink(record({ message: 'a' }));
    await sink[Symbol.asyncDispose]();
    expect(messages()).toEqual([['a']]);
  });

  test('a record is what it was when it was logged', async () => {
    const sink = httpSink({ url, clock });
    const list = [1];
    sink(record({ properties: { list } }));
    list.push(2);
    await sink.flush();
    expect(requests[0]?.lines[0].properties).toEqual({ list: [1] });
  });
});

describe('failures', () => {
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(1 - Number.EPSILON); // the longest waits
  });

  test('are tried again after longer and longer waits, in order', async () => {
    answers = [503, 'reset', 429];
    const sink = httpSink({ url, clock });
    sink(record({ message: 'a' }));
    await clock.advance(5000);
    await until(() => requests.length === 1);
    sink(record({ message: 'b' }));
    for (const [seconds, count] of /** @type {const} */ ([
      [1, 2],
      [2, 3],
      [4, 4],
    ])) {
      // The answer to the last request has to arrive before the next wait begins.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(seconds * 1000 - 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(requests).toHaveLength(count - 1);
      await clock.advance(1);
      await until(() => requests.length === count);
    }
    expect(messages()).toEqual([['a'], ['a', 'b'], ['a', 'b'], ['a', 'b']]);
  });

  test('wait as long as the server asks', async () => {
    answers = [[503, { 'retry-after': '10' }]];
    const sink = httpSink({ url, clock });
    sink(record());
    await clock.advance(5000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(9999);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    await until(() => requests.length === 2);
  });

  test('that a retry would not mend give the batch up, which is reported and counted', async () => {
    answers = [413];
    const sink = httpSink({ url, clock });
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [sink, memory] });
    const log = tracing.logger('app');
    log.info('a');
    await tracing.flush();
    log.info('b');
    await tracing.flush();
    expect(messages()).toEqual([['a'], ['1 records were dropped, as they could not be sent', 'b']]);
    expect(memory.records).toMatchObject([
      { message: 'a' },
      { message: 'b' },
      {
        target: 'micromegas.meta',
        message: 'sink 0 failed; this is reported once',
        properties: {
          error: { message: `httpSink: 1 records could not be sent to ${url}: the answer was 413` },
        },
      },
    ]);
  });

  test('end after so many retries', async () => {
    answers = [500, 500];
    const sink = httpSink({ url, clock, maxRetries: 1 });
    sink(record({ message: 'a' }));
    const flushed = sink.flush();
    await until(() => requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(1000);
    await flushed;
    expect(requests).toHaveLength(2);
    expect(() => sink(record())).toThrow('1 records could not be sent');
  });

  test('keep no more than so many records, the newest, and count the others', async () => {
    const sink = httpSink({ url, clock, maxQueued: 3, batchSize: 10 });
    for (const message of 'abcde') sink(record({ message }));
    await sink.flush();
    expect(messages()).toEqual([['2 records were dropped, as they could not be sent', 'c', 'd', 'e']]);
    expect(requests[0]?.lines[0]).toMatchObject({
      target: 'micromegas.meta',
      level: 'warn',
      properties: { dropped: 2 },
    });
  });
});

describe('close', () => {
  test('ends the timer, keeps what waits, and a later record goes on', async () => {
    const sink = httpSink({ url, clock });
    sink(record({ message: 'a' }));
    await Promise.resolve();
    sink.close();
    await clock.advance(60_000);
    expect(requests).toEqual([]);
    sink(record({ message: 'b' }));
    await sink.flush();
    expect(messages()).toEqual([['a', 'b']]);
  });

  test('real timers do not keep a process alive', () => {
    const spy = jest.spyOn(globalThis, 'setTimeout');
    const sink = httpSink({ url });
    sink(record());
    const timer = /** @type {NodeJS.Timeout} */ (spy.mock.results[0]?.value);
    expect(timer.hasRef()).toBe(false);
    sink.close();
  });
});

test.each([
  [{ url: '/logs' }, 'httpSink: option "url" is "/logs"; allowed is a whole address, as here is no page'],
  [{}, 'httpSink: option "url" is "/logs"; allowed is a whole address, as here is no page'],
  [{ url: 5 }, 'httpSink: option "url" is 5; allowed is a string that is not empty'],
  [{ headers: { a: 1 } }, 'httpSink: option "headers" is an object; allowed is an object of strings'],
  [{ batchSize: 0 }, 'httpSink: option "batchSize" is 0; allowed is a number above 0'],
  [{ fetch: 'x' }, 'httpSink: option "fetch" is "x"; allowed is a function'],
  [{ retries: 3 }, /^httpSink: option "retries" is not known; allowed are url, headers/],
])('refuses %j', (options, message) => {
  expect(() =>
    httpSink(
      /** @type {any} */ ({
        ...('url' in options || !Object.keys(options).length ? {} : { url: 'http://a/' }),
        ...options,
      }),
    ),
  ).toThrow(message);
});
