/**
 * Collects C++ entries from before `init` on the main thread, if main() runs on a thread of its own; for Node and
 * pages.
 */

import { init, memorySink } from 'micromegas-tracing';

import { until } from './threads.js';

const ENTRIES = 5000;

/** @param {(options: { arguments: string[] }) => Promise<any>} createModule of tests/js/probe/wasm/early.cpp */
export async function logBeforeInit(createModule) {
  /**
   * @param {number} more entries in main()
   * @param {boolean} isMainFirst whether it has ended before `init`
   * @param {number} expected records
   */
  const messagesOf = async (more, isMainFirst, expected) => {
    const module = await createModule({ arguments: [String(more)] });
    if (isMainFirst) await until(() => module.hasMainEnded());
    const memory = memorySink({ capacity: 2 * ENTRIES });
    const tracing = await init({ module, level: 'trace', sinks: [memory] });
    if (isMainFirst) module.logLate();
    await until(() => memory.records.length >= expected);
    tracing.shutdown();
    return memory.records.map(({ level, message }) => `${level}: ${message}`);
  };
  const many = await messagesOf(ENTRIES, true, 4098);
  return {
    before: await messagesOf(0, true, 5),
    meanwhile: (await messagesOf(100, false, 104)).slice(4),
    many: { count: many.length, last: many.slice(-3) },
  };
}

/**
 * @param {typeof import('@jest/globals').expect} expect
 * @param {Awaited<ReturnType<typeof logBeforeInit>>} found
 */
export function expectEarlyEntries(expect, { before, meanwhile, many }) {
  expect(before).toEqual([
    'info: a constructor',
    'debug: a constructor, at debug',
    'info: main',
    'info: another target',
    'info: late',
  ]);
  expect(meanwhile).toEqual(Array.from({ length: 100 }, (_, number) => `info: more ${number}`));
  expect(many).toEqual({
    count: 4098,
    last: [
      'info: more 4091',
      'warn: 908 log entries from before the initialisation were dropped', // 4096 are kept
      'info: late',
    ],
  });
}
