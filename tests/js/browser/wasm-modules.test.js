/** Modules that fail, with threads, in workers, and with spans in the performance panel, in real Chromium. */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { expectEarlyEntries } from '../probe/early-threads.js';
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
])('so does a failure that ends the module: %s', async (call, argument, message, stack) => {
  const failure = await fail('failures_without_exceptions', call, argument);
  expect(failure.message).toMatch(message);
  expect(failure.stack).toMatch(stack);
  expect(failure.logged.at(-1)).toEqual(['fatal', failure.message]);
});

/** @param {[script: string, call: string, module: string]} args */
const findOfThreads = (...args) =>
  page.evaluate(async ([script, call, name]) => {
    if (!crossOriginIsolated) throw new Error('the page is not cross-origin isolated');
    const glue = `/build/browser/tests/js/probe/${name}.mjs`;
    return (await import(`/tests/js/probe/${script}`))[call]((await import(glue)).default);
  }, args);

test('entries of threads arrive, in each thread’s order', async () => {
  expectEntriesOfThreads(expect, await findOfThreads('threads.js', 'logFromThreads', 'probe_pthread'));
});

test('entries of constructors, and of a main() on its own thread, from before init arrive', async () => {
  const found = await findOfThreads('early-threads.js', 'logBeforeInit', 'probe_early_pthread');
  expectEarlyEntries(expect, found);
});

test('entries of a module in a worker arrive on the page, with the worker’s name', async () => {
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

/**
 * Returns the performance panel's and the sinks' entries for calls into a module with DEVTOOLS.
 *
 * @param {string[]} calls
 */
const traceOf = (calls) =>
  page.evaluate(async (calls) => {
    const { init, memorySink } = await import('micromegas-tracing');
    const glue = '/build/browser/tests/js/probe/probe_devtools.mjs';
    const module = await (await import(glue)).default();
    const memory = memorySink();
    await init({ module, level: 'trace', sinks: [memory] });
    const observer = new PerformanceObserver(() => {});
    observer.observe({ entryTypes: ['measure'] });
    const before = Date.now();
    for (const call of calls) module[call]();
    return {
      measures: observer.takeRecords().map((entry) => {
        const { name, startTime, duration, detail } = /** @type {PerformanceMeasure} */ (entry);
        return { name, ...detail.devtools, startTime, duration };
      }),
      entries: memory.records.map(({ level, message, properties, time }) => ({
        level,
        message,
        properties,
        isNow: Math.abs(time - before) < 10_000,
      })),
    };
  }, calls);

test('spans are measures on a track of their own, and metrics are entries', async () => {
  const { measures, entries } = await traceOf(['spansAndMetrics']);
  expect(measures.map(({ name }) => name).sort()).toEqual([
    'async',
    'named',
    'scope',
    'spans_and_metrics',
    'with properties',
  ]);
  /** @param {string} wanted */
  const propertiesOf = (wanted) => measures.find(({ name }) => name === wanted)?.properties.slice(2);
  expect(propertiesOf('with properties')).toEqual([
    ['ratio', '0.5'],
    ['Rows', '4'],
  ]);
  expect(propertiesOf('async')).toContainEqual(['table', 'cars']);
  for (const measure of measures.filter(({ name }) => !['async', 'with properties'].includes(name))) {
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
      properties: { name: 'rows', unit: 'count', value: 1 },
      isNow: true,
    },
    {
      level: 'trace',
      message: 'time = 2 ms',
      properties: { name: 'time', unit: 'ms', value: 2 },
      isNow: true,
    },
  ]);
});

test('spans and metrics of JavaScript stand beside those of C++', async () => {
  const shown = await page.evaluate(async () => {
    const { init, memorySink } = await import('micromegas-tracing');
    const tracing = await init({ sinks: [memorySink()] });
    /** @type {PerformanceEntry[]} */
    const entries = [];
    const observer = new PerformanceObserver((list) => void entries.push(...list.getEntries()));
    observer.observe({ entryTypes: ['measure', 'mark'] });
    tracing.span('parse', () => JSON.parse('[1]'), { target: 'app' });
    await tracing.span('wait', () => new Promise((resolve) => setTimeout(resolve, 20)));
    await tracing.span('fail', () => Promise.reject(new Error('no'))).catch(() => {});
    tracing.metric('rows', 3, 'count');
    return {
      entries: [...entries, ...observer.takeRecords()].map((entry) => {
        const { name, duration, detail } = /** @type {PerformanceMeasure} */ (entry);
        return { name, isLong: duration > 10, ...detail.devtools };
      }),
      left: performance.getEntries().filter(({ entryType }) => /^(measure|mark)$/.test(entryType)).length,
    };
  });
  expect(shown.entries).toMatchObject([
    { name: 'parse', dataType: 'track-entry', trackGroup: 'micromegas', track: 'JavaScript', isLong: false },
    { name: 'wait', dataType: 'track-entry', track: 'JavaScript async', isLong: true },
    { name: 'fail', track: 'JavaScript async', color: 'error' },
    { name: 'rows = 3 count', dataType: 'marker' },
  ]);
  expect(shown.left).toBe(0);
});

test('async spans are measures on another track, with their parents, also where they overlap', async () => {
  const { measures } = await traceOf(['overlappingTasks']);
  const byName = Object.fromEntries(measures.map((measure) => [measure.name, measure]));
  expect(Object.keys(byName).sort()).toEqual(['child', 'parent', 'stranger']);
  const place = ['place', expect.stringMatching(/^tests\/js\/probe\/wasm\/tasks.cpp:\d+$/)];
  for (const [name, ids] of Object.entries({
    parent: [['span', '1']],
    child: [
      ['span', '2'],
      ['parent', '1'],
    ],
    stranger: [['span', '3']],
  })) {
    expect(byName[name]).toMatchObject({
      trackGroup: 'micromegas',
      track: 'C++ async',
      properties: [['target', 'probe'], place, ...ids],
    });
  }
  // In the panel's own time: the page began before, and they end after they begin.
  for (const { startTime, duration } of measures) {
    expect(startTime).toBeGreaterThan(0);
    expect(startTime).toBeLessThan(60_000);
    expect(duration).toBeGreaterThanOrEqual(0);
  }
});
