/** Delivery of `httpSink` from pages and workers of real Chromium, also as a page goes. */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { counted } from '../unit/counted.js';
import { readBatch } from '../unit/read-batch.js';
import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

jest.setTimeout(60_000);

/** @type {import('playwright-core').Page} */
let page;
/** The batches that the server has taken. @type {ReturnType<typeof readBatch>[]} */
let batches;
/** The server's answers, in turn; then 204. @type {[number, Record<string, string>?][]} */
let answers;

const running = chromiumAndServer(() =>
  startServer((_, body) => {
    const answer = answers.shift() ?? [204];
    if (answer[0] === 204) batches.push(readBatch(body));
    return answer;
  }),
);

beforeEach(async () => {
  batches = [];
  answers = [];
  page = await running.browser.newPage();
  await page.goto(`${running.server.origin}/tests/js/browser/page/blank.html?token=secret#part`);
});

afterEach(() => page.close());

const messages = () => batches.map(({ lines }) => lines.map(({ message }) => message));

/** @param {() => boolean} condition */
async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('records from before the page goes are sent, without unload, and name their sender', async () => {
  const processId = await page.evaluate(async () => {
    const { httpSink, init } = await import('micromegas-tracing');
    const sinks = [httpSink({ interval: 3_600_000 })];
    const tracing = await init({ properties: { release: '1.4.0' }, sinks });
    const log = tracing.logger('app');
    log.info('first', { text: 'ü'.repeat(10_000) });
    log.info('second');
    return tracing.processId;
  });
  await page.goto('about:blank');
  await until(() => batches.length > 0);
  expect(batches).toEqual([
    {
      header: {
        sender: expect.any(String),
        process: { id: processId, properties: { release: '1.4.0' } },
        page: `${running.server.origin}/tests/js/browser/page/blank.html`,
        waiting: 0,
      },
      lines: [
        expect.objectContaining({ message: 'first', seq: 1 }),
        expect.objectContaining({ message: 'second', seq: 2, target: 'app' }),
      ],
    },
  ]);
});

test('a record that does not fit into a last request holds back no other, and is reported', async () => {
  await page.evaluate(async () => {
    const { httpSink, init } = await import('micromegas-tracing');
    const tracing = await init({ sinks: [httpSink({ interval: 3_600_000 })] });
    for (const length of [70_000, 11, 12]) tracing.logger('app').info('x'.repeat(length));
  });
  await page.goto('about:blank');
  // The large one may arrive too, before or after.
  const find = () => batches.find(({ lines }) => lines[0].message.length === 11);
  await until(() => find() !== undefined);
  expect(find()?.header.waiting).toBe(1);
  expect(find()?.lines.map(({ seq }) => seq)).toEqual([2, 3]);
});

test('it arrives when the page was only hidden', async () => {
  const counts = await page.evaluate(async () => {
    const { httpSink, init } = await import('micromegas-tracing');
    const sink = httpSink({ interval: 3_600_000 });
    const tracing = await init({ sinks: [sink] });
    for (const length of [70_000, 11, 12]) tracing.logger('app').info('x'.repeat(length));
    globalThis.dispatchEvent(new Event('pagehide'));
    while (sink.counts.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return sink.counts;
  });
  expect(counts).toEqual(counted({ delivered: 3 }));
  expect(batches.flatMap(({ lines }) => lines.map(({ seq }) => seq)).sort()).toEqual([1, 2, 3]);
});

test('records beyond the last requests go in further ones when the page stays', async () => {
  await page.evaluate(async () => {
    const { httpSink, init } = await import('micromegas-tracing');
    const sink = httpSink({ interval: 3_600_000 });
    const tracing = await init({ sinks: [sink] });
    for (let i = 0; i < 4; ++i) tracing.logger('app').info(`${i}`, { text: 'x'.repeat(30_000) });
    globalThis.dispatchEvent(new Event('pagehide'));
    await sink.flush();
  });
  expect(messages().sort()).toEqual([
    ['0', '1'],
    ['2', '3'],
  ]);
});

test('3,000 records while the first request fails: records that are counted as lost did not arrive', async () => {
  answers.push([503]);
  const counts = await page.evaluate(async () => {
    const { httpSink, init } = await import('micromegas-tracing');
    const sink = httpSink({ interval: 1 });
    const tracing = await init({ sinks: [sink] });
    for (let i = 0; i < 3000; ++i) tracing.logger('app').info(`${i}`);
    await sink.flush();
    return sink.counts;
  });
  const lines = batches.flatMap((batch) => batch.lines);
  const meta = lines.filter(({ target }) => target === 'micromegas.meta');
  expect(counts).toEqual(counted({ delivered: 1000, lost: { queue_full: 2000 } }));
  expect(lines.length - meta.length).toBe(1000);
  expect(meta.reduce((sum, { properties }) => sum + properties.dropped, 0)).toBe(2000);
});

test.each([301, 302, 307, 308])('%i is reported and counted: a page cannot follow it', async (status) => {
  answers.push([status, { location: '/logs/' }]);
  const { counts, problem } = await page.evaluate(async () => {
    const { httpSink, init, memorySink } = await import('micromegas-tracing');
    const [sink, memory] = [httpSink(), memorySink()];
    const tracing = await init({ sinks: [sink, memory] });
    tracing.logger('app').info('lost');
    await tracing.flush();
    tracing.logger('app').info('arrives');
    await tracing.flush();
    const report = memory.records.find(({ target }) => target === 'micromegas.meta');
    return { counts: sink.counts, problem: String(report?.properties['error']) };
  });
  expect(counts).toEqual(counted({ delivered: 1, lost: { refused: 1 } }));
  expect(messages()).toEqual([['1 records were dropped, as they could not be sent: 1 refused', 'arrives']]);
  expect(problem).toMatch('the answer was a redirect, which a page cannot follow with its records');
});

test.each(['DedicatedWorkerGlobalScope', 'SharedWorkerGlobalScope', 'ServiceWorkerGlobalScope'])(
  'in a worker: %s',
  async (kind) => {
    const counts = await page.evaluate(async (name) => {
      const address = '/tests/js/browser/page/log-worker.js';
      const type = 'module';
      const { port1, port2 } = new MessageChannel();
      let from = port1;
      if (name.startsWith('Dedicated')) new Worker(address, { type }).postMessage('log', [port2]);
      else if (name.startsWith('Shared')) from = new SharedWorker(address, { type }).port;
      else {
        const { installing } = await navigator.serviceWorker.register(address, { type });
        installing?.postMessage('log', [port2]);
      }
      const { data } = await new Promise((resolve) => {
        from.addEventListener('message', resolve);
        from.start();
      });
      return data;
    }, kind);
    expect(counts).toEqual(counted({ delivered: 1 }));
    expect(batches).toMatchObject([
      {
        header: {
          process: { properties: { kind } },
          page: `${running.server.origin}/tests/js/browser/page/log-worker.js`,
        },
        lines: [{ message: 'hello from a worker', target: 'app.worker', level: 'warn' }],
      },
    ]);
  },
);
