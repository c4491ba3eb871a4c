import { expect, test } from '@jest/globals';

import { memorySink } from '../../../js/index.js';
import { record } from './record.js';

/** @param {import('../../../js/index.js').MemorySink} memory */
const messages = (memory) => memory.records.map(({ message }) => message).join('');

test('keeps the last records, oldest first', () => {
  const memory = memorySink({ capacity: 3 });
  const seen = [...'abcdefg'].map((message) => {
    memory(record({ message }));
    return messages(memory);
  });
  expect(seen).toEqual(['a', 'ab', 'abc', 'bcd', 'cde', 'def', 'efg']);
});

test('a capacity of one', () => {
  const memory = memorySink({ capacity: 1 });
  memory(record({ message: 'a' }));
  memory(record({ message: 'b' }));
  expect(messages(memory)).toBe('b');
});

test('holds a thousand unless told', () => {
  const memory = memorySink();
  for (let i = 0; i < 1001; ++i) memory(record({ message: `${i}` }));
  expect(memory.records).toHaveLength(1000);
  expect(memory.records[0]?.message).toBe('1');
});

test('clear, also after it wrapped', () => {
  const memory = memorySink({ capacity: 3 });
  for (const message of 'abcd') memory(record({ message }));
  memory.clear();
  expect(memory.records).toEqual([]);
  for (const message of 'xyz') memory(record({ message }));
  expect(messages(memory)).toBe('xyz');
});

test('records is a copy', () => {
  const memory = memorySink();
  memory(record({ message: 'a' }));
  const before = memory.records;
  memory(record({ message: 'b' }));
  expect(before).toHaveLength(1);
});

test('dumps the records before an error, and starts again', () => {
  /** @type {string[]} */
  const dumped = [];
  const memory = memorySink({ capacity: 3, dumpTo: ({ message }) => void dumped.push(message) });
  for (const message of 'abcd') memory(record({ message, level: 'debug' }));
  expect(dumped).toEqual([]);
  memory(record({ message: 'E', level: 'error' }));
  expect(dumped).toEqual(['c', 'd', 'E']);
  expect(memory.records).toEqual([]);
  memory(record({ message: 'f', level: 'warn' }));
  memory(record({ message: 'G', level: 'fatal' }));
  expect(dumped).toEqual(['c', 'd', 'E', 'f', 'G']);
});

test('its dumpTo is flushed and closed, and its failure is reported', async () => {
  /** @type {string[]} */
  const calls = [];
  const dumpTo = Object.assign(async () => Promise.reject(new Error('offline')), {
    flush: async () => void calls.push('flush'),
    close: () => void calls.push('close'),
  });
  const memory = memorySink({ dumpTo });
  expect(memory(record())).toBeUndefined();
  await expect(memory(record({ level: 'error' }))).rejects.toThrow('offline');
  await memory[Symbol.asyncDispose]();
  expect(calls).toEqual(['flush', 'close']);
});

test('dumps at another level, or never', () => {
  const [warnings, nothing] = [memorySink(), memorySink()];
  const sinks = [
    memorySink({ dumpTo: warnings, dumpAt: 'warn' }),
    memorySink({ dumpTo: nothing, dumpAt: 'off' }),
  ];
  for (const sink of sinks) sink(record({ level: 'warn' }));
  expect(warnings.records).toHaveLength(1);
  expect(nothing.records).toHaveLength(0);
});

const allowed = 'allowed is a whole number from 1';
test.each(
  /** @type {[unknown, Error][]} */ ([
    [{ capacity: 0 }, new RangeError(`memorySink: option "capacity" is 0; ${allowed}`)],
    [{ capacity: 1.5 }, new RangeError(`memorySink: option "capacity" is 1.5; ${allowed}`)],
    [{ capacity: NaN }, new RangeError(`memorySink: option "capacity" is NaN; ${allowed}`)],
    [{ capacity: '10' }, new TypeError(`memorySink: option "capacity" is "10"; ${allowed}`)],
    [
      { size: 10 },
      new TypeError('memorySink: option "size" is not known; allowed are capacity, dumpTo, dumpAt'),
    ],
    [{ dumpTo: 'x' }, new TypeError('memorySink: option "dumpTo" is "x"; allowed is a function')],
    [10, new TypeError('memorySink: the options are 10; an object is allowed')],
  ]),
)('refuses %j', (options, error) => {
  expect(() => memorySink(/** @type {any} */ (options))).toThrow(error);
});
