import { beforeEach, expect, test } from '@jest/globals';

import { createGuard, ModuleFailure } from '../../../js/guard.js';
import { createLastRecords } from '../../../js/last-records.js';
import { record as makeRecord } from './record.js';

/** @type {import('../../../js/record.js').LogRecord[]} */
let delivered;
/** @type {ReturnType<typeof createGuard>} */
let guard;
/** @type {import('../../../js/last-records.js').LastRecords} */
let lastRecords;

class FakeException {}

beforeEach(() => {
  delivered = [];
  lastRecords = createLastRecords();
  guard = createGuard({ deliver: (record) => void delivered.push(record), lastRecords }, (error) =>
    error instanceof FakeException ? ['std::runtime_error', 'no such table'] : undefined,
  );
});

/** @param {unknown} error */
const failWith = (error) => () => {
  throw error;
};

/**
 * @param {() => unknown} call
 * @returns {any}
 */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('a failure comes with the last 32 records, oldest first', () => {
  for (let index = 0; index < 40; ++index) lastRecords.keep(makeRecord({ message: `${index}` }));
  const failure = thrownBy(guard(failWith(new FakeException())));
  expect(failure).toBeInstanceOf(ModuleFailure);
  expect(failure.records.map((/** @type {any} */ { message }) => message)).toEqual(
    Array.from({ length: 32 }, (_, index) => `${index + 8}`),
  );
});

test('guards in guards log once, and throw the same', () => {
  const failure = thrownBy(guard(guard(failWith(new FakeException()))));
  expect(failure.message).toBe('std::runtime_error: no such table');
  expect(delivered).toHaveLength(1);
});

test('a trap is told with its own frames', () => {
  const trap = new WebAssembly.RuntimeError('unreachable');
  trap.stack = 'RuntimeError: unreachable\n    at engine::run (wasm://wasm/1)\n    at call (app.js:1:1)';
  const failure = thrownBy(guard(failWith(trap)));
  expect(failure).toMatchObject({ message: 'unreachable', cause: trap });
  expect(failure.stack).toBe(
    'ModuleFailure: unreachable\n    at engine::run (wasm://wasm/1)\n    at call (app.js:1:1)',
  );
});

test('what std::terminate logged is not logged again', () => {
  const call = guard(() => {
    lastRecords.keep(
      makeRecord({ level: 'fatal', target: 'micromegas::tracing', message: 'terminate called' }),
    );
    throw new WebAssembly.RuntimeError('Aborted()');
  });
  expect(thrownBy(call).message).toBe('terminate called');
  expect(delivered).toEqual([]);
});

test('an endless recursion of JavaScript alone is not the module’s', () => {
  const error = new RangeError('Maximum call stack size exceeded');
  error.stack = 'RangeError: Maximum call stack size exceeded\n    at loop (app.js:1:1)';
  expect(thrownBy(guard(failWith(error)))).toBe(error);
  expect(delivered).toEqual([]);
});

test('a promise that resolves is passed on', async () => {
  await expect(guard(async (/** @type {number} */ rows) => rows + 1)(1)).resolves.toBe(2);
});

test('one that rejects with a failure rejects with a readable one', async () => {
  await expect(guard(async () => failWith(new FakeException())())()).rejects.toThrow(ModuleFailure);
  expect(delivered.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'fatal: std::runtime_error: no such table',
  ]);
});
