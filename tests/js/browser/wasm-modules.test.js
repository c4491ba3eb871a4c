/** Modules with threads, failures, and spans in the performance panel, in real Chromium. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

import { launchChromium } from '../../../scripts/demo-lib/chromium.js';
import { expectEntriesOfThreads } from '../probe/expect-threads.js';
import { startServer } from './static-server.js';

jest.setTimeout(90_000);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;

beforeAll(async () => {
  server = await startServer();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(`${server.origin}/tests/js/browser/page/blank.html`);
});

afterEach(() => page.close());

test('what threads log arrives, in each thread’s order', async () => {
  const found = await page.evaluate(async () => {
    if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated');
    const script = '/tests/js/probe/threads.js';
    const glue = '/build/browser/tests/js/probe/probe_pthread.mjs';
    return (await import(script)).logFromThreads((await import(glue)).default);
  });
  expectEntriesOfThreads(expect, found);
});

test('a C++ exception becomes one error with its stack', async () => {
  const failure = await page.evaluate(async () => {
    const name = 'micromegas-tracing'; // by the page's import map
    const { init, memorySink } = await import(name);
    const glue = '/build/browser/tests/js/probe/failures_wasm_exceptions.mjs';
    const module = await (await import(glue)).default();
    const memory = memorySink();
    const tracing = await init({ module, sinks: [memory] });
    try {
      tracing.guard(module.throwException)('cars');
    } catch (/** @type {any} */ error) {
      const shown = memory.records.map((/** @type {any} */ record) => `${record.level}: ${record.message}`);
      return { message: error.message, stack: error.stack, shown };
    }
    throw new Error('nothing was thrown');
  });
  const message = 'engine::(anonymous namespace)::BadQuery: no such table: cars';
  expect(failure).toEqual({
    message,
    stack: expect.stringMatching(/^ModuleFailure: .*\n(.*\n)*.*parse_query/),
    shown: ['info: parsing cars', `fatal: ${message}`],
  });
});

test('spans are measures on a track of their own, and metrics are entries', async () => {
  const { measures, entries } = await page.evaluate(async () => {
    const name = 'micromegas-tracing';
    const { init, memorySink } = await import(name);
    const glue = '/build/browser/tests/js/probe/probe_devtools.mjs';
    const module = await (await import(glue)).default();
    const memory = memorySink();
    await init({ module, level: 'trace', sinks: [memory] });
    /** @type {any[]} */
    const found = [];
    const observer = new PerformanceObserver((list) => found.push(...list.getEntriesByType('measure')));
    observer.observe({ entryTypes: ['measure'] });
    const before = Date.now();
    module.spansAndMetrics();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return {
      measures: found.map((entry) => ({
        name: entry.name,
        ...entry.detail.devtools,
        duration: entry.duration,
      })),
      entries: memory.records.map((/** @type {any} */ record) => ({
        level: record.level,
        message: record.message,
        properties: record.properties,
        isNow: Math.abs(record.time - before) < 10_000,
      })),
    };
  });
  expect(measures.map(({ name, track }) => `${track}: ${name}`).sort()).toEqual([
    'C++ async: async',
    'C++: named',
    'C++: scope',
    'C++: spans_and_metrics',
  ]);
  for (const measure of measures) {
    expect(measure).toMatchObject({
      dataType: 'track-entry',
      trackGroup: 'micromegas',
      properties: [
        ['target', 'probe'],
        ['place', expect.stringMatching(/^tests\/js\/probe\/wasm\/probe\.cpp:\d+$/)],
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
