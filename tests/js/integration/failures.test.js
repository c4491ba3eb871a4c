// Failures of a module, for each kind of exceptions that it may be built with.
import { beforeEach, describe, expect, test } from '@jest/globals';

import { init, memorySink } from 'micromegas-tracing';

/** @type {any} */
let module;
/** @type {import('micromegas-tracing').MemorySink} */
let memory;
/** @type {import('micromegas-tracing').Tracing} */
let tracing;

/** @param {string} name */
async function load(name) {
  const url = new URL(`../../../build/browser/tests/js/probe/${name}.mjs`, import.meta.url);
  const { default: createModule } = await import(url.href);
  module = await createModule({ printErr() {} }); // discards stderr
  memory = memorySink();
  tracing = await init({ module, sinks: [memory] });
}

/** @param {() => unknown} call */
function failureOf(call) {
  try {
    tracing.guard(call)();
  } catch (error) {
    return /** @type {import('micromegas-tracing').ModuleFailure} */ (error);
  }
  throw new Error('nothing was thrown');
}

const fatals = () => memory.records.filter(({ level }) => level === 'fatal').map(({ message }) => message);

describe.each(['failures_wasm_exceptions', 'failures_js_exceptions'])('C++ exceptions: %s', (name) => {
  beforeEach(() => load(name));

  test('type and what() are reported, with the records before it', () => {
    const failure = failureOf(() => module.throwException('cars'));
    expect(failure.name).toBe('ModuleFailure');
    expect(failure.message).toBe('engine::(anonymous namespace)::BadQuery: no such table: cars');
    expect(failure.stack).toMatch(/^ModuleFailure: engine::.*\n(.*\n)*.*parse_query/);
    expect(failure.records.map(({ message }) => message)).toEqual(['parsing cars']);
    expect(memory.records.at(-1)).toMatchObject({
      level: 'fatal',
      target: 'micromegas.guard',
      message: failure.message,
      properties: { error: failure },
    });
    expect(fatals()).toHaveLength(1);
  });

  test('one that is no std::exception has its type', () => {
    expect(failureOf(() => module.throwInt()).message).toBe('int');
  });

  test('a promise rejects likewise', async () => {
    const query = tracing.guard(async () => module.throwException('ships'));
    await expect(query()).rejects.toMatchObject({
      name: 'ModuleFailure',
      message: expect.stringMatching(/BadQuery: no such table: ships$/),
    });
    await expect(tracing.guard(async () => 'a result')()).resolves.toBe('a result');
  });

  test('the stack is restored when a promise rejects, too', async () => {
    const stack = module.stackPointer();
    await expect(tracing.guard(async () => module.throwException('ships'))()).rejects.toThrow(/ships/);
    expect(module.stackPointer()).toBe(stack);
    const late = tracing.guard(async () => {
      await undefined;
      module.throwException('ships');
    });
    await expect(late()).rejects.toThrow(/ships/);
    expect(module.stackPointer()).toBe(stack);
  });

  test('the module works on, with its stack restored, after any number of them', () => {
    const stack = module.stackPointer();
    for (let index = 0; index < 1000; ++index) failureOf(() => module.throwException('cars'));
    expect(module.stackPointer()).toBe(stack);
    expect(failureOf(() => module.throwException('ships')).message).toMatch(/ships$/);
  });

  test('one that ends the program is reported once, with the place where it was stopped', () => {
    const failure = failureOf(() => module.throwThroughNoexcept('cars'));
    expect(failure.message).toBe(
      name === 'failures_js_exceptions'
        ? 'terminate called after throwing engine::(anonymous namespace)::BadQuery: no such table: cars'
        : 'terminate called: an exception left a noexcept function',
    );
    expect(failure.stack).toMatch(/^ModuleFailure: terminate called.*\n(.*\n)*.*throw_through_noexcept/);
    expect(fatals()).toEqual([failure.message]);
  });

  test('abort() and a failed assertion say the same as without exceptions', () => {
    expect(failureOf(() => module.callAbort()).message).toBe('Aborted()');
    expect(fatals()).toEqual(['Aborted()']);
    expect(failureOf(() => module.failAssertion(-1)).message).toMatch(
      /^Aborted\(Assertion failed: rows >= 0 && "rows were counted", at: .*tests\/js\/probe\/wasm\/failures.cpp,\d+,fail_assertion\)$/,
    );
    expect(failureOf(() => module.reachUnreachable()).message).toBe('unreachable');
  });

  test('what() that is not UTF-8 loses its bad bytes alone', () => {
    expect(failureOf(() => module.throwBadText()).message).toBe('std::runtime_error: caf\ufffd bar');
  });

  test('std::terminate does not report one that JavaScript has caught', () => {
    failureOf(() => module.throwException('cars'));
    expect(module.uncaughtExceptions()).toBe(0);
    expect(failureOf(() => module.callTerminate()).message).toBe(
      'terminate called without an active exception',
    );
  });
});

describe('a module without exceptions', () => {
  beforeEach(() => load('failures_without_exceptions'));

  test.each([
    ['abort()', () => module.callAbort(), /^Aborted\(/, /call_abort/],
    ['an assertion', () => module.failAssertion(-1), /Assertion failed: rows >= 0/, /fail_assertion/],
    ['unreachable code', () => module.reachUnreachable(), /^unreachable$/, /reach_unreachable/],
    [
      'an access out of bounds',
      () => module.readOutOfBounds(0xfffffff0),
      /out of bounds/,
      /read_out_of_bounds/,
    ],
    ['a stack overflow', () => module.recurse(1), /^stack overflow \(/, /recurse/],
  ])('%s', (_what, call, message, stack) => {
    const pointer = module.stackPointer();
    const failure = failureOf(call);
    expect(failure.message).toMatch(message);
    expect(failure.stack).toMatch(stack);
    expect(fatals()).toEqual([failure.message]);
    expect(module.stackPointer()).toBe(pointer);
  });

  test('a stack of C++ that small frames overflow does not run into the data', () => {
    const failure = failureOf(() => module.overflowInSmallSteps());
    expect(failure.message).toMatch(/out of bounds|^stack overflow/);
    module.logAfter();
    expect(memory.records.map(({ message }) => message)).toEqual([failure.message, 'after']);
    tracing.setFilter('off');
    expect(tracing.getFilter()).toBe('off');
  });

  test('frames that are written as in Firefox are kept, too', () => {
    const stack =
      'engine::(anonymous namespace)::parse(int)@http://localhost/engine.wasm:wasm-function[9]:0x1c\nrun@http://localhost/run.js:1:9\n';
    const trap = Object.assign(new WebAssembly.RuntimeError('unreachable executed'), { stack });
    const failure = failureOf(() => {
      throw trap;
    });
    expect(failure.stack).toBe(`ModuleFailure: unreachable executed\n${stack}`);
  });

  test('errors of JavaScript, its endless recursion too, pass unchanged', () => {
    const error = new TypeError('of the page');
    expect(
      failureOf(() => {
        throw error;
      }),
    ).toBe(error);
    /** @type {() => unknown} */
    const wasmLoop = () => wasmLoop(); // no frame of WebAssembly, whatever it is called
    expect(failureOf(wasmLoop).name).toBe('RangeError');
    expect(memory.records).toEqual([]);
  });
});

describe.each(['failures_without_exceptions', 'failures_wasm_exceptions', 'failures_js_exceptions'])(
  'a recursion of C++ that logs until the stack is full: %s',
  (name) => {
    test('wherever it overflowed, the next entries of both sides arrive', async () => {
      await load(name);
      for (let round = 0; round < 50; ++round) {
        /** @type {(n: number, ...rest: unknown[]) => void} */
        const begin = (n, ...rest) => (n > 0 ? begin(n - 1, ...rest) : module.logAndRecurse(1));
        expect(failureOf(() => begin(round, ...Array(round).fill(0))).message).toMatch(/stack/);
        memory.clear();
        module.logStep(0);
        tracing.logger('app').info('still here');
        const said = memory.records.map(({ message }) => message);
        expect(said).toEqual(expect.arrayContaining(['step 0', 'still here']));
      }
    });

    test('without a guard, too, they arrive from the next task on', async () => {
      await load(name);
      for (let round = 0; round < 20; ++round) {
        /** @type {(n: number, ...rest: unknown[]) => void} */
        const begin = (n, ...rest) => (n > 0 ? begin(n - 1, ...rest) : module.logAndRecurse(1));
        expect(() => begin(round, ...Array(round).fill(0))).toThrow();
        module.logStep(0); // may be refused
        await undefined;
        memory.clear();
        module.logStep(0);
        tracing.logger('app').info('still here');
        const said = memory.records.map(({ message }) => message);
        expect(said).toEqual(expect.arrayContaining(['step 0', 'still here']));
      }
    });
  },
);
