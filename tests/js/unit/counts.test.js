// The counts of sinks and tracings.
import { PassThrough, Writable } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';

import { expect, jest, test } from '@jest/globals';

import {
  httpSink,
  init,
  jsonLinesSink,
  memorySink,
  portSink,
  receive,
  tee,
  withFilter,
  withRateLimit,
  withRedaction,
  withSampling,
  withSourceRoot,
} from '../../../js/index.js';
import { counted } from './counted.js';
import { fakeModule } from './fake-module.js';
import { record } from './record.js';

/** @param {import('../../../js/index.js').Sink} sink */
async function startWith(sink) {
  const tracing = await init({ module: fakeModule(), sinks: [sink, memorySink()] });
  return { tracing, log: tracing.logger('app'), counts: () => tracing.counts[0] };
}

test('a sink that returns has delivered, one that throws has refused', async () => {
  const { log, counts } = await startWith(({ message }) => {
    if (message === 'bad') throw new Error('no');
  });
  for (const message of ['good', 'bad', 'good', 'bad', 'good']) log.info(message);
  expect(counts()).toEqual(counted({ delivered: 3, lost: { refused: 2 } }));
});

test('a promise waits, and its end says the rest; more than 1000 are not begun', async () => {
  /** @type {{ resolve: () => void, reject: (error: Error) => void }[]} */
  const open = [];
  const { log, counts, tracing } = await startWith(
    () => new Promise((resolve, reject) => void open.push({ resolve: () => resolve(undefined), reject })),
  );
  for (let i = 0; i < 1500; ++i) log.info(`${i}`);
  expect(counts()).toEqual(counted({ waiting: 1000, lost: { queue_full: 500 } }));
  open.forEach(({ resolve, reject }, index) => (index < 900 ? resolve() : reject(new Error('no'))));
  await tracing.flush();
  expect(counts()).toEqual(counted({ delivered: 900, lost: { queue_full: 500, refused: 100 } }));
});

test('a promise that never settles bounds neither flush nor shutdown', async () => {
  const sink = () => new Promise(() => {});
  const memory = memorySink();
  const tracing = await init({ module: fakeModule(), sinks: [/** @type {any} */ (sink), memory] });
  tracing.logger('app').info('x');
  await tracing.flush(1);
  tracing.shutdown();
  await tracing.flush(1);
  expect(memory.records[1]).toMatchObject({
    target: 'micromegas.meta',
    level: 'warn',
    message: 'sink 0 did not end its flush in 1 ms',
    properties: counted({ waiting: 1 }),
  });
});

test('memorySink: a record that a newer one displaced is lost; cleared and dumped ones are not', () => {
  const dumped = memorySink();
  const sink = memorySink({ capacity: 3, dumpTo: dumped });
  for (let i = 0; i < 5; ++i) sink(record());
  expect(sink.counts).toEqual(counted({ delivered: 3, lost: { queue_full: 2 } }));
  sink(record({ level: 'error' }));
  expect(sink.counts).toEqual(counted({ delivered: 3, lost: { queue_full: 3 } }));
  expect(dumped.counts).toEqual(counted({ delivered: 3 }));
});

test('jsonLinesSink: as the stream says, record by record', async () => {
  let fails = false;
  const stream = new Writable({
    highWaterMark: 1,
    write: (_, __, done) => done(fails ? new Error('disk full') : null),
  });
  const sink = jsonLinesSink(stream);
  sink(record());
  sink(record());
  await sink.flush();
  expect(sink.counts).toEqual(counted({ delivered: 2 }));
  fails = true;
  sink(record());
  await new Promise((resolve) => setImmediate(resolve));
  expect(sink.counts).toEqual(counted({ delivered: 2, lost: { refused: 1 } }));
});

test('jsonLinesSink: a flush ends in time where the stream hangs', async () => {
  const sink = jsonLinesSink(new Writable({ highWaterMark: 1, write: () => {} }));
  sink(record());
  await sink.flush(1);
  expect(sink.counts).toEqual(counted({ waiting: 1 }));
});

test('jsonLinesSink: records without room are lost for memory', () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const sink = jsonLinesSink(stream, { maxWaiting: 100 });
  for (let i = 0; i < 5; ++i) sink(record({ message: 'x'.repeat(200) }));
  const { delivered, waiting, lost } = sink.counts;
  const arrived = () => String(stream.read() ?? '').split('\n').length - 1;
  expect(delivered + waiting + lost.memory).toBe(5);
  expect(arrived()).toBe(delivered + waiting);
  expect(lost.memory).toBeGreaterThan(0);
});

test('portSink: a record that cannot be posted is counted', async () => {
  const { port1, port2 } = new MessageChannel();
  const memory = memorySink();
  const stop = receive(port2, memory);
  let broken = false;
  const port = {
    postMessage(/** @type {unknown} */ message) {
      if (broken) throw new Error('closed');
      port1.postMessage(message);
    },
  };
  const { log, counts } = await startWith(portSink(port));
  log.info('a');
  broken = true;
  log.info('b');
  expect(counts()).toEqual(counted({ delivered: 1, lost: { refused: 1 } }));
  while (memory.records.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(memory.records).toMatchObject([{ message: 'a' }]);
  stop();
  port1.close();
});

test('wrappers have the counts of their sinks, and tee the sums', () => {
  const inner = memorySink({ capacity: 1 });
  const wrapped = [
    withFilter(inner, 'info'),
    withRateLimit(inner, { perSecond: 1000 }),
    withRedaction(inner),
    withSampling(inner, { rate: 1 }),
    withSourceRoot(inner, 'http://localhost/'),
  ];
  for (const sink of wrapped) sink(record());
  for (const sink of wrapped) expect(sink.counts).toEqual(counted({ delivered: 1, lost: { queue_full: 4 } }));
  const both = tee(memorySink(), () => {
    throw new Error('no');
  });
  const quiet = jest.spyOn(console, 'error').mockReturnValue();
  both(record());
  quiet.mockRestore();
  // The first also got the report on the second.
  expect(both.counts).toEqual(counted({ delivered: 2, lost: { refused: 1 } }));
});

test('every wrapper passes the sender on', () => {
  const start = jest.fn();
  const inner = Object.assign(() => {}, { start });
  const identity = { id: 'a', properties: {} };
  const wrapped = [
    tee(inner),
    memorySink({ dumpTo: inner }),
    withFilter(inner, 'info'),
    withRateLimit(inner, { perSecond: 1 }),
    withRedaction(inner),
    withSampling(inner, { rate: 1 }),
    withSourceRoot(inner, 'http://localhost/'),
  ];
  for (const sink of wrapped) sink.start?.(identity);
  expect(start.mock.calls).toEqual(wrapped.map(() => [identity]));
});

test('httpSink: a record whose text cannot be made is lost for memory, and the next one is not', () => {
  const sink = httpSink({ url: 'http://localhost/', fetch: () => new Promise(() => {}) });
  const hostile = record();
  Object.defineProperty(hostile, 'message', {
    enumerable: true,
    get() {
      throw new Error('never');
    },
  });
  expect(() => sink(hostile)).toThrow('never');
  sink(record());
  expect(sink.counts).toEqual(counted({ waiting: 1, lost: { memory: 1 } }));
});

test.each([
  ['a page', { protocol: 'https:', origin: 'https://a', href: 'https://a/b/c?d' }, 'https://a/logs'],
  [
    'a worker made of a blob',
    { protocol: 'blob:', origin: 'https://a', href: 'blob:https://a/1-2' },
    'https://a/logs',
  ],
])('httpSink: its default address in %s', async (_, location, address) => {
  Object.defineProperty(globalThis, 'location', { value: location, configurable: true });
  try {
    /** @type {unknown[]} */
    const asked = [];
    const sink = httpSink({
      fetch: async (url) => {
        asked.push(url);
        return new Response();
      },
    });
    sink(record());
    await sink.flush();
    expect(asked).toEqual([address]);
  } finally {
    Reflect.deleteProperty(globalThis, 'location');
  }
});
