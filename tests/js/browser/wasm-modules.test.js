/** Modules that fail, with threads, in workers, and with spans in the performance panel, in real Chromium. */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { expectEntriesOfThreads } from '../probe/expect-threads.js';
import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

jest.setTimeout(90_000);

const running = chromiumAndServer(startServer);

const probeFile = 'tests/js/probe/wasm/probe.cpp';

/** @type {import('playwright-core').Page} */
let page;

beforeEach(async () => {
  page = await running.browser.newPage();
  await page.goto(`${running.server.origin}/tests/js/browser/page/blank.html`);
});

afterEach(() => page.close());

/**
 * @param {string} name of a module of tests/js/probe/wasm/failures.cpp
 * @param {string} call
 * @param {unknown} argument
 */
const fail = (name, call, argument) =>
  page.evaluate(
    async ([name, call, argument]) => {
      const { init, memorySink } = await import('micromegas-tracing');
      const { default: createModule } = await import(`/build/browser/tests/js/probe/${name}.mjs`);
      const module = await createModule({ printErr() {} });
      const memory = memorySink();
      const tracing = await init({ module, sinks: [memory] });
      try {
        tracing.guard(module[/** @type {string} */ (call)])(argument);
      } catch (/** @type {any} */ { name, message, stack }) {
        return { name, message, stack, logged: memory.records.map(({ level, message }) => [level, message]) };
      }
      throw new Error('nothing was thrown');
    },
    [name, call, argument],
  );

test.each(['failures_wasm_exceptions', 'failures_js_exceptions'])(
  'a C++ exception becomes one error with its stack: %s',
  async (name) => {
    const message = 'engine::(anonymous namespace)::BadQuery: no such table: cars';
    expect(await fail(name, 'throwException', 'cars')).toEqual({
      name: 'ModuleFailure',
      message,
      stack: expect.stringMatching(/^ModuleFailure: engine::.*\n(.*\n)*.*parse_query/),
      logged: [
        ['info', 'parsing cars'],
        ['fatal', message],
      ],
    });
  },
);

test.each([
  ['callAbort', undefined, /^Aborted\(/, /call_abort/],
  ['failAssertion', -1, /Assertion failed: rows >= 0/, /fail_assertion/],
  ['reachUnreachable', undefined, /^unreachable$/, /reach_unreachable/],
  ['readOutOfBounds', 0xfffffff0, /out of bounds/, /read_out_of_bounds/],
  ['recurse', 1, /^stack overflow \(/, /recurse/],
])('so does what ends the module: %s', async (call, argument, message, stack) => {
  const failure = await fail('failures_without_exceptions', call, argument);
  expect(failure.message).toMatch(message);
  expect(failure.stack).toMatch(stack);
  expect(failure.logged.at(-1)).toEqual(['fatal', failure.message]);
});

test('what threads log arrives, in each thread’s order', async () => {
  const found = await page.evaluate(async () => {
    if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated');
    const script = '/tests/js/probe/threads.js';
    const glue = '/build/browser/tests/js/probe/probe_pthread.mjs';
    return (await import(script)).logFromThreads((await import(glue)).default);
  });
  expectEntriesOfThreads(expect, found);
});

test('what a module logs in a worker arrives on the page, with the worker’s name', async () => {
  const records = await page.evaluate(async () => {
    const { memorySink, receive } = await import('micromegas-tracing');
    const worker = new Worker('probe-worker.js', { type: 'module', name: 'loader' });
    const memory = memorySink();
    receive(worker, memory);
    await new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.addEventListener('message', ({ data }) => data === 'done' && resolve(undefined));
    });
    worker.terminate();
    return memory.records;
  });
  expect(records.map(({ level }) => level)).toEqual(['fatal', 'error', 'warn', 'info', 'debug', 'trace']);
  expect(records[2]).toMatchObject({
    target: 'probe',
    message: 'warn message',
    file: probeFile,
    properties: { worker: 'loader' },
    module: 'probe',
  });
});

test('spans are measures on a track of their own, and metrics are entries', async () => {
  const { measures, entries } = await page.evaluate(async () => {
    const { init, memorySink } = await import('micromegas-tracing');
    const glue = '/build/browser/tests/js/probe/probe_devtools.mjs';
    const module = await (await import(glue)).default();
    const memory = memorySink();
    await init({ module, level: 'trace', sinks: [memory] });
    /** @type {any[]} */
    const found = [];
    new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ entryTypes: ['measure'] });
    const before = Date.now();
    module.spansAndMetrics();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return {
      measures: found.map(({ name, detail, duration }) => ({ name, ...detail.devtools, duration })),
      entries: memory.records.map(({ level, message, properties, time }) => ({
        level,
        message,
        properties,
        isNow: Math.abs(time - before) < 10_000,
      })),
    };
  });
  expect(measures.map(({ name }) => name).sort()).toEqual(['named', 'scope', 'spans_and_metrics']);
  for (const measure of measures) {
    expect(measure).toMatchObject({
      dataType: 'track-entry',
      trackGroup: 'micromegas',
      track: 'C++',
      color: expect.stringMatching(/^(primary|secondary|tertiary)/),
      properties: [
        ['target', 'probe'],
        ['place', expect.stringMatching(new RegExp(`^${probeFile}:\\d+$`))],
      ],
    });
    expect(measure.duration).toBeGreaterThanOrEqual(0);
  }
  expect(entries).toEqual([
    {
      level: 'trace',
      message: 'rows = 1 count',
      properties: { name: 'rows', unit: 'count', value: '1' },
      isNow: true,
    },
    {
      level: 'trace',
      message: 'time = 2 ms',
      properties: { name: 'time', unit: 'ms', value: '2' },
      isNow: true,
    },
  ]);
});
