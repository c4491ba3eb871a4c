// The outcome of records: compares `counts` with the records that arrived at a server.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { httpSink, init, memorySink, tee, withFilter, withRedaction } from '../../../js/index.js';
import { fakeClock } from '../../../js/testing/index.js';
import { counted } from './counted.js';
import { fakeModule } from './fake-module.js';
import { startLogServer, until } from './log-server.js';
import { record } from './record.js';

/** @type {Awaited<ReturnType<typeof startLogServer>>} */
let server;
/** @type {string} */
let url;

beforeEach(async () => {
  server = await startLogServer();
  ({ url } = server);
  jest.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await server.close();
});

const arrivedMessages = () =>
  server
    .arrived()
    .filter(({ target }) => target !== 'micromegas.meta')
    .map(({ message }) => message);

/** The losses that were reported to the server. */
const told = () =>
  server
    .arrived()
    .filter(({ target }) => target === 'micromegas.meta')
    .reduce((sum, { properties }) => sum + properties.dropped, 0);

/** @param {number} count @param {(record: import('../../../js/index.js').LogRecord) => void} sink */
function logMany(count, sink) {
  for (let i = 0; i < count; ++i) sink(record({ message: `m${i}` }));
}

describe('the counts are true', () => {
  test('where the queue overflows while the first request fails', async () => {
    server.answers.push('reset');
    const sink = httpSink({ url, maxQueued: 10, batchSize: 5, interval: 1 });
    logMany(30, sink);
    await sink.flush();
    expect(arrivedMessages()).toHaveLength(10);
    expect(told()).toBe(20);
    expect(sink.counts).toEqual(counted({ delivered: 10, lost: { queue_full: 20 } }));
  });

  test('where it overflows again and again during a long failure', async () => {
    const clock = fakeClock();
    server.answers.push(503, 503, 503);
    const sink = httpSink({ url, maxQueued: 50, batchSize: 20, interval: 1, clock });
    /** So slowly that no request's time is over before its answer has come. @param {() => boolean} condition */
    const advanceUntil = async (condition) => {
      while (!condition()) {
        await clock.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    for (let round = 1; round <= 3; ++round) {
      logMany(100, sink);
      await advanceUntil(() => server.requests.length === round);
    }
    await advanceUntil(() => sink.counts.waiting === 0);
    expect(arrivedMessages()).toHaveLength(sink.counts.delivered);
    expect(sink.counts).toEqual(counted({ delivered: 50, lost: { queue_full: 250 } }));
    expect(told()).toBe(250);
  });

  test('a batch that was refused or given up is reported once, with its cause', async () => {
    server.answers.push(400, 500);
    const sink = httpSink({ url, maxRetries: 0 });
    sink(record({ message: 'refused' }));
    await sink.flush();
    expect(() => sink(record({ message: 'given up' }))).toThrow('1 records could not be sent');
    await sink.flush(); // the report on the first is lost too
    expect(() => sink(record({ message: 'arrives' }))).toThrow('1 records could not be sent');
    await sink.flush();
    expect(server.requests.at(-1)?.lines).toMatchObject([
      {
        message: '2 records were dropped, as they could not be sent: 1 gave_up, 1 refused',
        properties: { dropped: 2, gave_up: 1, refused: 1 },
      },
      { message: 'arrives' },
    ]);
    expect(sink.counts).toEqual(counted({ delivered: 1, lost: { gave_up: 1, refused: 1 } }));
  });

  test('by bytes, too: the oldest go, and one that is larger than all room goes alone', async () => {
    const sink = httpSink({ url, maxQueuedBytes: 10_000 });
    sink(record({ message: 'a'.repeat(6000) }));
    sink(record({ message: 'b'.repeat(6000) }));
    sink(record({ message: 'c'.repeat(20_000) }));
    expect(sink.counts).toEqual(counted({ waiting: 1, lost: { memory: 2 } }));
    await sink.flush();
    expect(arrivedMessages()).toEqual(['b'.repeat(6000)]);
    expect(told()).toBe(2);
  });

  test('a server can recognise a record that a retry sends twice', async () => {
    // The first request arrives, its answer does not.
    server.answers.push('reset');
    const sink = httpSink({ url, interval: 1 });
    logMany(3, sink);
    await sink.flush();
    const keys = server.requests.map(({ header, lines }) =>
      lines.map(({ seq }) => `${header.sender} ${seq}`),
    );
    expect(keys).toHaveLength(2);
    expect(keys[1]).toEqual(keys[0]);
    expect(arrivedMessages()).toEqual(['m0', 'm1', 'm2']);
    expect(sink.counts).toEqual(counted({ delivered: 3 }));
  });
});

test('a record that comes at the very moment when the work ends is sent', async () => {
  const sink = httpSink({ url, fetch: async () => new Response() });
  for (let i = 0; i < 300; ++i) {
    sink(record());
    const flushed = sink.flush();
    for (let turns = i % 30; turns > 0; --turns) await Promise.resolve();
    if (i % 3 === 0) await flushed;
  }
  await sink.flush();
  expect(sink.counts).toEqual(counted({ delivered: 300 }));
});

describe('redirects', () => {
  const pathsOf = () => server.requests.map(({ method, path, lines }) => [method, path, lines.length]);

  test.each([301, 307, 308])('%i: the records are posted where it leads', async (status) => {
    server.answers.push([status, { location: '/logs/' }]);
    const sink = httpSink({ url });
    sink(record());
    await sink.flush();
    expect(pathsOf()).toEqual([
      ['POST', '/logs', 1],
      ['POST', '/logs/', 1],
    ]);
    expect(sink.counts).toEqual(counted({ delivered: 1 }));
  });

  test.each([
    ['302, which leads to a page such as a login', 302, '/login'],
    ['303', 303, '/done'],
    ['to another host, which must not see the headers', 308, 'http://localhost:1/logs'],
  ])('%s is reported, and counted', async (_, status, location) => {
    server.answers.push([status, { location }]);
    const sink = httpSink({ url, headers: { authorization: 'secret' } });
    sink(record());
    await sink.flush();
    expect(pathsOf()).toEqual([['POST', '/logs', 1]]);
    expect(sink.counts).toEqual(counted({ lost: { refused: 1 } }));
    expect(() => sink(record())).toThrow(`the answer was ${status} to ${location}`);
  });

  test('in a circle end', async () => {
    server.answers.push(...Array(6).fill([308, { location: '/logs' }]));
    const sink = httpSink({ url });
    sink(record());
    await sink.flush();
    expect(server.requests).toHaveLength(6);
    expect(sink.counts).toEqual(counted({ lost: { refused: 1 } }));
  });
});

describe('Retry-After', () => {
  /** How long a sink waits for its second request. @param {string} value @param {number} start */
  async function waitFor(value, start) {
    const clock = fakeClock(start);
    /** @type {number[]} */
    const waits = [];
    const asked = {
      ...clock,
      setTimeout: (/** @type {() => void} */ call, /** @type {number} */ milliseconds) => {
        waits.push(milliseconds);
        return clock.setTimeout(call, milliseconds);
      },
    };
    server.answers.push([429, { 'retry-after': value }]);
    const sink = httpSink({ url, interval: 1, clock: asked });
    sink(record());
    await clock.advance(1);
    await until(() => server.requests.length === 1);
    await until(() => waits.length === 3); // the interval, the request's bound, the retry
    return { waits, sink, clock };
  }

  test('of more than a timer can wait is waited for, in parts', async () => {
    const { waits, sink, clock } = await waitFor('3000000', 0);
    expect(waits[2]).toBe(2 ** 31 - 1);
    await clock.advance(2 ** 31 - 1);
    expect(waits[3]).toBe(3_000_000_000 - (2 ** 31 - 1));
    expect(server.requests).toHaveLength(1);
    await clock.advance(3_000_000_000 - (2 ** 31 - 1));
    await sink.flush();
    expect(sink.counts).toEqual(counted({ delivered: 1 }));
  });

  test('that is a date is waited for', async () => {
    const start = Date.UTC(2026, 0, 1);
    const { waits, sink } = await waitFor(new Date(start + 90_000).toUTCString(), start);
    expect(waits[2]).toBe(90_000 - 1);
    sink.close();
    await sink.flush();
  });

  test.each(['-5', 'soon', new Date(0).toUTCString()])('%s is not', async (value) => {
    const { waits, sink } = await waitFor(value, Date.UTC(2026, 0, 1));
    expect(waits[2]).toBe(500);
    sink.close();
    await sink.flush();
  });
});

describe('the end', () => {
  test('records from before shutdown are sent, also without a flush', async () => {
    const sink = httpSink({ url });
    const tracing = await init({ module: fakeModule(), sinks: [sink] });
    tracing.logger('app').info('x');
    tracing.shutdown();
    await until(() => sink.counts.delivered === 1);
    expect(arrivedMessages()).toEqual(['x']);
  });

  test('a flush after shutdown tries again until each record is delivered or lost', async () => {
    server.answers.push(503);
    const sink = httpSink({ url });
    const tracing = await init({ module: fakeModule(), sinks: [sink] });
    tracing.logger('app').info('x');
    tracing.shutdown();
    await tracing.flush();
    expect(server.requests).toHaveLength(2);
    expect(tracing.counts).toEqual([counted({ delivered: 1 })]);
  });

  test('without a flush the last try is the last, and all that waits is counted', async () => {
    server.answers.push('reset');
    const sink = httpSink({ url, batchSize: 2, maxQueuedBytes: 1e6 });
    sink(record({ message: 'x'.repeat(70_000) })); // does not fit into a last request
    sink(record({ message: 'y'.repeat(70_000) }));
    sink.close();
    await until(() => sink.counts.waiting === 0);
    expect(server.requests).toHaveLength(1);
    expect(sink.counts).toEqual(counted({ lost: { shutdown: 2 } }));
  });

  test('a flush ends after its time, and the rest is sent later', async () => {
    server.answers.push([503, { 'retry-after': '3000' }]);
    const sink = httpSink({ url, interval: 1 });
    sink(record({ message: 'a' }));
    await sink.flush(100);
    expect(sink.counts).toEqual({ ...counted({ waiting: 1 }), problem: `${url}: the answer was 503` });
    sink.close();
    await until(() => sink.counts.delivered === 1);
  });

  test('a flush that ends early says why, and where', async () => {
    await server.close();
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [withRedaction(httpSink({ url })), memory] });
    tracing.logger('app').info('x');
    await tracing.flush(300);
    expect(memory.records[1]).toMatchObject({
      message: 'sink 0 did not end its flush in 300 ms',
      properties: { waiting: 1, problem: expect.stringMatching(`^${url}: TypeError: .*ECONNREFUSED`) },
    });
    tracing.shutdown();
    await until(() => tracing.counts[0]?.waiting === 0);
    expect(tracing.counts[0]).toEqual(counted({ lost: { shutdown: 1 } }));
  });

  test('tracing.flush(timeout) ends, too, and reports the rest', async () => {
    server.answers.push('silence');
    const memory = memorySink();
    const tracing = await init({
      module: fakeModule(),
      sinks: [withFilter(httpSink({ url }), 'info'), memory],
    });
    tracing.logger('app').info('x');
    await tracing.flush(100);
    expect(memory.records[1]).toMatchObject({
      target: 'micromegas.meta',
      message: 'sink 0 did not end its flush in 100 ms',
      properties: counted({ waiting: 1 }),
    });
    expect(tracing.counts[0]).toEqual(counted({ waiting: 1 }));
    tracing.shutdown();
  });

  test('a fetch that never ends is bounded', async () => {
    const clock = fakeClock();
    const sink = httpSink({ url, clock, maxRetries: 0, fetch: () => new Promise(() => {}) });
    sink(record());
    const flushed = sink.flush();
    await clock.advance(30_000);
    await flushed;
    expect(sink.counts).toEqual(counted({ lost: { gave_up: 1 } }));
    expect(() => sink(record())).toThrow('there was no answer within 30 s');
  });

  test('flush may be a listener', async () => {
    const sink = httpSink({ url });
    const page = new EventTarget();
    page.addEventListener('click', /** @type {() => void} */ (sink.flush));
    sink(record());
    page.dispatchEvent(new Event('click'));
    await until(() => sink.counts.delivered === 1);
  });

  test.each([[-1], [NaN], ['5']])('flush(%p) is refused', async (timeout) => {
    const message = /^flush: the timeout is .*; allowed is a number from 0$/;
    const sink = httpSink({ url });
    await expect(sink.flush(/** @type {number} */ (timeout))).rejects.toThrow(message);
    const tracing = await init({ module: fakeModule(), sinks: [sink] });
    await expect(tracing.flush(/** @type {number} */ (timeout))).rejects.toThrow(message);
  });

  test.each(['503', 'no server'])('Node stays until a flush has ended: %s', async (kind) => {
    if (kind === '503') server.answers.push(503);
    else await server.close();
    const entry = new URL('../../../js/sinks/http/http-sink.js', import.meta.url).href;
    const program = `
      const { httpSink } = await import('${entry}');
      const sink = httpSink({ url: '${url}', maxRetries: 1 });
      sink({ level: 'error', message: 'last words', properties: {} });
      await sink.flush();
      console.log(JSON.stringify(sink.counts));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    const expected = kind === '503' ? { delivered: 1 } : { lost: { gave_up: 1 } };
    expect(JSON.parse(stdout)).toEqual(counted(expected));
    if (kind === 'no server') server = await startLogServer();
  });
});

describe('each batch names its sender', () => {
  test('by the process and its properties, through wrappers and tee', async () => {
    const http = httpSink({ url });
    const sinks = [tee(withRedaction(withFilter(memorySink({ dumpTo: http, dumpAt: 'error' }), 'info')))];
    const tracing = await init({ module: fakeModule(), properties: { app: 'shop', release: 1.2 }, sinks });
    tracing.logger('x').error('boom');
    await http.flush();
    expect(server.requests[0]?.header).toEqual({
      sender: expect.stringMatching(/^\d+(-\d+){3}$/),
      process: { id: tracing.processId, properties: { app: 'shop', release: '1.2' } },
      waiting: 0,
    });
  });

  test('records of one tracing do not go under the next one', async () => {
    const sink = httpSink({ url, interval: 1e6 });
    for (const app of ['first', 'second']) {
      const tracing = await init({ module: fakeModule(), properties: { app }, sinks: [sink, memorySink()] });
      tracing.logger('x').info(app);
      if (app === 'second') await tracing.flush();
    }
    const said = server.requests.map(({ header, lines }) => [
      header.process.properties.app,
      lines[0].message,
    ]);
    expect(said).toEqual([
      ['first', 'first'],
      ['second', 'second'],
    ]);
  });

  test('header: false is for servers that take each line for a record', async () => {
    const sink = httpSink({ url, header: false });
    sink(record({ message: 'a' }));
    await sink.flush();
    expect(server.requests[0]?.header).toBeUndefined();
    expect(server.requests[0]?.lines).toEqual([record({ message: 'a', .../** @type {any} */ ({ seq: 1 }) })]);
  });
});

test('a record into a full queue costs as much as one into an empty queue', () => {
  // Counted, not timed: how many elements are moved.
  const moved = jest.spyOn(Array.prototype, 'slice');
  const sink = httpSink({ url, maxQueued: 1000, batchSize: 1e9, interval: 1e6 });
  logMany(11_000, sink);
  const elements = moved.mock.results.reduce(
    (sum, { value }) => sum + /** @type {unknown[]} */ (value).length,
    0,
  );
  moved.mockRestore();
  expect(sink.counts).toEqual(counted({ waiting: 1000, lost: { queue_full: 10_000 } }));
  expect(elements).toBeLessThan(3 * 11_000);
  sink.close();
});
