// C++ entries from before `init`: of static constructors, of main(), and of the thread that main() runs on.
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { init, memorySink } from 'micromegas-tracing';

/** @type {import('micromegas-tracing').MemorySink} */
let memory;
/** @type {import('micromegas-tracing').Tracing | undefined} */
let tracing;
beforeEach(() => {
  memory = memorySink({ capacity: 5000 });
});
afterEach(() => tracing?.shutdown());

/** @param {object} [options] of Emscripten's */
async function make(options) {
  const url = new URL('../../../build/browser/tests/js/probe/probe_early.mjs', import.meta.url);
  const { default: create } = await import(url.href);
  return create(options);
}

const lines = () => memory.records.map(({ level, target, message }) => `${level} ${target} ${message}`);

test('they arrive at init, in their order, with their times and properties, before later entries', async () => {
  const before = Date.now();
  const module = await make();
  const made = Date.now();
  await new Promise((resolve) => setTimeout(resolve, 5));
  tracing = await init({ module, level: 'trace', sinks: [memory] });
  module.logLate();
  expect(lines()).toEqual([
    'info early a constructor',
    'debug early a constructor, at debug',
    'info early main',
    'info other another target',
    'info early late',
  ]);
  const early = memory.records.slice(0, 4);
  for (const { time } of early) {
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(made + 1);
  }
  expect(early[2]).toMatchObject({
    properties: { step: '1', rows: 2, text: 'kept' },
    file: 'tests/js/probe/wasm/early.cpp',
  });
});

test('the filter of init decides about them', async () => {
  tracing = await init({ module: await make(), filter: 'info,other=off', sinks: [memory] });
  expect(lines()).toEqual(['info early a constructor', 'info early main']);
});

test('they arrive once', async () => {
  const module = await make();
  const first = await init({ module, sinks: [memory] });
  first.shutdown();
  memory.clear();
  tracing = await init({ module, sinks: [memory] });
  expect(lines()).toEqual([]);
});

test('a program that initialises tracing itself gets them in its own sink', async () => {
  const module = await make({ arguments: ['own'] });
  expect(module.ownTexts()).toBe(
    "a constructor; a constructor, at debug; main; another target; to the program's own sink; ",
  );
  tracing = await init({ module, level: 'trace', sinks: [memory] });
  expect(lines()).toEqual([]);
});

test.each([
  ['number', ['5000'], 4096, 908],
  ['size', ['3', '600000'], 5, 2], // 1 MiB is kept
])('surplus entries by %s are counted', async (_limit, args, kept, dropped) => {
  tracing = await init({ module: await make({ arguments: args }), level: 'trace', sinks: [memory] });
  const reports = memory.records.filter(({ target }) => target === 'micromegas.meta');
  expect(reports).toEqual([
    expect.objectContaining({
      level: 'warn',
      message: `${dropped} log entries from before the initialisation were dropped`,
    }),
  ]);
  expect(memory.records.length - reports.length).toBe(kept);
});
