/** C++ entries from the macro to a sink of the package, and their floors. */

import { init } from 'micromegas-tracing';

const MESSAGE = 'read 337 rows of airports, 12 ms';

/**
 * @param {(path: string) => Promise<{ default: () => Promise<any> }>} load a module below build/browser/tests/js/bench
 * @returns {Promise<import('./measure.js').Case[]>}
 */
export async function cppCases(load) {
  const module = await (await load('bench.mjs')).default();
  const naive = await (await load('bench_naive.mjs')).default();
  const read = { characters: 0 }; // kept, so that no reading is optimised away
  let last = '';

  await init({
    module,
    level: 'info',
    sinks: [
      ({ message, target, level }) => {
        last = message;
        read.characters += message.length + target.length + level.length;
      },
    ],
  });
  naive.setCallback(
    (/** @type {number} */ level, /** @type {string} */ target, /** @type {string} */ message) => {
      last = message;
      read.characters += message.length + target.length + level;
    },
  );
  for (const log of [module.logFormatted, naive.logFormatted]) {
    log(1);
    if (last !== MESSAGE) throw new Error(`the message is "${last}" instead of "${MESSAGE}"`);
  }

  const decoder = new TextDecoder();
  const memory = new Uint8Array(1 << 20);
  memory.set(new TextEncoder().encode(MESSAGE), 1024);

  return [
    { name: 'C++ log, formatted', count: 10_000, run: module.logFormatted },
    { name: 'C++ log, two properties', count: 10_000, run: module.logWithProperties },
    { name: 'C++ log, literal', count: 10_000, run: module.logLiteral },
    { name: 'C++ log, disabled', count: 1_000_000, run: module.logDisabled },
    { name: 'empty loop', count: 1_000_000, run: module.emptyLoop },
    { name: 'naive embind', count: 10_000, run: naive.logFormatted },
    {
      name: 'TextDecoder.decode',
      count: 10_000,
      run: (count) => {
        for (; count > 0; --count) {
          read.characters += decoder.decode(memory.subarray(1024, 1024 + MESSAGE.length)).length;
        }
      },
    },
    {
      name: 'Date.now',
      count: 10_000,
      run: (count) => {
        for (; count > 0; --count) read.characters += Date.now();
      },
    },
  ];
}

/** @type {import('./report.js').Row[]} */
export const cppRows = [
  {
    title: 'C++ log, 32-byte formatted message',
    subject: 'C++ log, formatted',
    floor: ['TextDecoder.decode', 'Date.now'],
    atMost: 1.4,
  },
  {
    title: 'C++ log, 32-byte formatted message, properties of 32 bytes and an int',
    subject: 'C++ log, two properties',
    floor: ['TextDecoder.decode', 'TextDecoder.decode', 'Date.now'],
    atMost: 1.5,
  },
  { title: 'C++ log, literal message', subject: 'C++ log, literal', floor: ['Date.now'], atMost: 2 },
  { title: 'C++ log, disabled', subject: 'C++ log, disabled', floor: ['empty loop'], atMostAbove: 1 },
  {
    title: 'naive embind, six arguments',
    subject: 'naive embind',
    floor: ['C++ log, formatted'],
    atLeast: 3,
  },
];
