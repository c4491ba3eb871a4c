import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { httpSink, init, memorySink } from '../../../js/index.js';
import { fakeClock } from '../../../js/testing/index.js';
import { counted } from './counted.js';
import { fakeModule } from './fake-module.js';
import { startLogServer, until } from './log-server.js';
import { record } from './record.js';

/** @type {Awaited<ReturnType<typeof startLogServer>>} */
let server;
/** @type {string} */
let url;
/** @type {import('../../../js/testing/index.js').FakeClock} */
let clock;

beforeEach(async () => {
  clock = fakeClock();
  server = await startLogServer();
  ({ url } = server);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

const messages = () => server.requests.map(({ lines }) => lines.map(({ message }) => message));

describe('batches', () => {
  test('go after the interval, as lines of JSON', async () => {
    const sink = httpSink({ url, clock, headers: { 'x-app': 'demo' } });
    sink(record({ message: 'a', properties: { error: new Error('disk full') } }));
    sink(record({ message: 'b' }));
    await clock.advance(4999);
    expect(server.requests).toEqual([]);
    await clock.advance(1);
    await until(() => server.requests.length === 1);
    expect(messages()).toEqual([['a', 'b']]);
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'x-app': 'demo',
    });
    expect(server.requests[0]?.lines[0].properties.error).toMatchObject({
      name: 'Error',
      message: 'disk full',
    });
  });

  test('go at once when they are full', async () => {
    const sink = httpSink({ url, clock, batchSize: 2 });
    for (const message of 'abcde') sink(record({ message }));
    await until(() => server.requests.length === 2);
    expect(messages()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    await sink.flush();
    expect(messages()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('stay within the limit of browsers for a request that outlives its page', async () => {
    const sink = httpSink({ url, clock });
    const message = 'ü'.repeat(15_000); // 30 kB
    for (let i = 0; i < 5; ++i) sink(record({ message }));
    sink(record({ message: 'x'.repeat(100_000) }));
    await sink.flush();
    expect(server.requests.map(({ lines }) => lines.length)).toEqual([2, 2, 1, 1]);
    for (const { body } of server.requests.slice(0, 3)) {
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
    }
  });

  test('flush waits for the answer; with nothing to send there is no request', async () => {
    const sink = httpSink({ url, clock });
    await sink.flush();
    expect(server.requests).toEqual([]);
    sink(record({ message: 'a' }));
    await sink[Symbol.asyncDispose]();
    expect(messages()).toEqual([['a']]);
  });

  test('a record does not change after it was logged', async () => {
    const sink = httpSink({ url, clock });
    const list = [1];
    sink(record({ properties: { list } }));
    list.push(2);
    await sink.flush();
    expect(server.requests[0]?.lines[0].properties).toEqual({ list: [1] });
  });
});

describe('failures', () => {
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(1 - Number.EPSILON); // the longest waits
  });

  test('are tried again after longer and longer waits, in order', async () => {
    server.answers.push(503, 'reset', 429);
    const sink = httpSink({ url, clock });
    sink(record({ message: 'a' }));
    await clock.advance(5000);
    await until(() => server.requests.length === 1);
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
      expect(server.requests).toHaveLength(count - 1);
      await clock.advance(1);
      await until(() => server.requests.length === count);
    }
    expect(messages()).toEqual([['a'], ['a', 'b'], ['a', 'b'], ['a', 'b']]);
  });

  test('wait as long as the server asks', async () => {
    server.answers.push([503, { 'retry-after': '10' }]);
    const sink = httpSink({ url, clock });
    sink(record());
    await clock.advance(5000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(9999);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toHaveLength(1);
    await clock.advance(1);
    await until(() => server.requests.length === 2);
  });

  test('that a retry would not fix drop the batch, which is reported and counted', async () => {
    server.answers.push(413);
    const sink = httpSink({ url, clock });
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [sink, memory] });
    const log = tracing.logger('app');
    log.info('a');
    await tracing.flush();
    log.info('b');
    await tracing.flush();
    expect(messages()).toEqual([
      ['a'],
      ['1 records were dropped, as they could not be sent: 1 refused', 'b'],
    ]);
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
    server.answers.push(500, 500);
    const sink = httpSink({ url, clock, maxRetries: 1 });
    sink(record({ message: 'a' }));
    const flushed = sink.flush();
    await until(() => server.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(1000);
    await flushed;
    expect(server.requests).toHaveLength(2);
    expect(() => sink(record())).toThrow('1 records could not be sent');
  });

  test('keep no more than so many records, the newest, and count the others', async () => {
    const sink = httpSink({ url, clock, maxQueued: 3, batchSize: 10 });
    for (const message of 'abcde') sink(record({ message }));
    await sink.flush();
    expect(messages()).toEqual([
      ['2 records were dropped, as they could not be sent: 2 queue_full', 'c', 'd', 'e'],
    ]);
    expect(server.requests[0]?.lines[0]).toMatchObject({
      target: 'micromegas.meta',
      level: 'warn',
      properties: { dropped: 2, queue_full: 2 },
    });
  });
});

describe('close', () => {
  test('sends waiting records, ends the timer, and a later record starts it again', async () => {
    const sink = httpSink({ url, clock });
    sink(record({ message: 'a' }));
    sink.close();
    await until(() => server.requests.length === 1);
    sink(record({ message: 'b' }));
    await sink.flush();
    expect(messages()).toEqual([['a'], ['b']]);
    expect(sink.counts).toEqual(counted({ delivered: 2 }));
  });

  test('real timers do not keep a process alive', async () => {
    const spy = jest.spyOn(globalThis, 'setTimeout');
    const sink = httpSink({ url });
    sink(record());
    await Promise.resolve();
    const timer = /** @type {NodeJS.Timeout} */ (spy.mock.results[0]?.value);
    expect(timer.hasRef()).toBe(false);
    sink.close();
    await sink.flush();
  });
});

const wholeAddress = 'allowed is a whole address, such as "https://example.com/logs", as here is no page';
test.each([
  [{ url: '/logs' }, `httpSink: option "url" is "/logs"; ${wholeAddress}`],
  [{}, `httpSink: option "url" is undefined; ${wholeAddress}`],
  [{ url: 5 }, 'httpSink: option "url" is 5; allowed is a string that is not empty'],
  [
    { headers: { a: 1 } },
    'httpSink: option "headers" is an object; allowed is an object of strings that HTTP can carry',
  ],
  [{ headers: { 'a b': 'c' } }, 'allowed is an object of strings that HTTP can carry'],
  [{ headers: { a: 'b\n' } }, 'allowed is an object of strings that HTTP can carry'],
  [
    { url: 'data:,' },
    'option "url" is "data:,"; allowed is an address of http or https, without a user name',
  ],
  [{ url: 'ftp://a/' }, 'option "url" is "ftp://a/"; allowed is an address of http or https'],
  [{ url: 'http://a:b@c/' }, 'allowed is an address of http or https, without a user name'],
  [{ batchSize: 0 }, 'httpSink: option "batchSize" is 0; allowed is a whole number from 1'],
  [{ batchSize: Infinity }, 'option "batchSize" is Infinity; allowed is a whole number from 1'],
  [{ maxQueued: 1.5 }, 'option "maxQueued" is 1.5; allowed is a whole number from 1'],
  [{ maxQueuedBytes: NaN }, 'option "maxQueuedBytes" is NaN; allowed is a whole number from 1'],
  [{ maxRetries: -1 }, 'option "maxRetries" is -1; allowed is a whole number from 0'],
  [{ interval: Infinity }, 'option "interval" is Infinity; allowed is a number above 0, up to 2147483647'],
  [{ interval: 0 }, 'option "interval" is 0; allowed is a number above 0, up to 2147483647'],
  [{ header: 1 }, 'option "header" is 1; allowed are true, false'],
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
