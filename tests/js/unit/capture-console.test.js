import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { captureConsole, consoleSink, init, memorySink } from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

const run = promisify(execFile);
const methods = /** @type {const} */ (['error', 'assert', 'warn', 'info', 'log', 'debug', 'trace']);

/** @type {import('../../../js/index.js').MemorySink} */
let memory;
/** @type {import('../../../js/index.js').Tracing} */
let tracing;
/** @type {(string | undefined)[][]} */
let printed;
/** @type {(PropertyDescriptor | undefined)[]} */
let descriptors;

const descriptorsNow = () => methods.map((name) => Object.getOwnPropertyDescriptor(console, name));
const said = () => memory.records.map(({ level, message }) => `${level}: ${message}`);

beforeEach(async () => {
  printed = [];
  for (const name of methods) {
    jest
      .spyOn(console, name)
      .mockImplementation((/** @type {any[]} */ ...args) => void printed.push([name, ...args]));
  }
  descriptors = descriptorsNow();
  memory = memorySink();
  tracing = await init({ module: fakeModule(), sinks: [memory], level: 'trace' });
});

afterEach(() => {
  tracing.shutdown();
  jest.restoreAllMocks();
});

describe('the console', () => {
  test('becomes entries, at the level of the method', () => {
    captureConsole(tracing);
    for (const name of methods) if (name !== 'assert') console[name](name);
    console.assert(true, 'holds');
    console.assert(false, 'does not hold', 5);
    console.assert(false);
    expect(said()).toEqual([
      'error: error',
      'warn: warn',
      'info: info',
      'info: log',
      'debug: debug',
      'trace: trace',
      'error: Assertion failed: does not hold 5',
      'error: Assertion failed',
    ]);
    expect(memory.records[5]?.properties['stack']).toContain('capture-console.test.js');
    expect(memory.records[0]).toMatchObject({ target: 'console', properties: {} });
    expect(printed).toEqual([]);
  });

  test.each(
    /** @type {[unknown[], string, object][]} */ ([
      [[], '', {}],
      [[undefined], 'undefined', {}],
      [['a', 1, null, true, Symbol('s')], 'a 1 null true Symbol(s)', {}],
      [['clicked', { button: 'ok' }], 'clicked', { button: 'ok' }],
      [[{ button: 'ok' }], 'an object', { button: 'ok' }],
      [['list', [1, 2]], 'list', { args: [[1, 2]] }],
      [['two', { a: 1 }, { b: 2 }], 'two', { args: [{ a: 1 }, { b: 2 }] }],
      [['%s has %d of %i, %f%%', 'ada', '3.7', 4.2, '1.5'], 'ada has 3 of 4, 1.5%', {}],
      [['%cred%c and %o', 'color:red', '', { a: 1 }, 'more'], 'red and {"a":1} more', {}],
      [['100% %s'], '100% %s', {}],
      [['%s %s', 'one'], 'one %s', {}],
      [['%d %f %s', Symbol('s'), Symbol('s'), Symbol('s')], 'NaN NaN Symbol(s)', {}],
    ]),
  )('%p', (args, message, properties) => {
    captureConsole(tracing);
    console.log(...args);
    expect(memory.records).toMatchObject([{ message }]);
    expect(memory.records[0]?.properties).toEqual(properties);
  });

  test('an Error is kept whole', () => {
    captureConsole(tracing);
    const error = new Error('disk full');
    console.error(error);
    console.error('save failed:', error, { file: 'a' });
    expect(said()).toEqual(['error: disk full', 'error: save failed: disk full']);
    expect(memory.records[0]?.properties['error']).toBe(error);
    expect(memory.records[1]?.properties).toEqual({ error, file: 'a' });
  });

  test('is filtered as any other target', () => {
    captureConsole(tracing, { target: 'page' });
    tracing.setFilter('info,page=warn');
    console.log('dropped');
    console.warn('passes');
    expect(memory.records).toMatchObject([{ target: 'page', message: 'passes' }]);
  });

  test('may print as well', () => {
    captureConsole(tracing, { passThrough: true });
    console.log('a', 1);
    expect(said()).toEqual(['info: a 1']);
    expect(printed).toEqual([['log', 'a', 1]]);
  });

  test('is written to by consoleSink as before, and without end', async () => {
    const out = await init({ module: fakeModule(), sinks: [consoleSink(), memory] });
    const captured = captureConsole(out);
    console.log('hello');
    captured.console.log('straight');
    expect(printed).toEqual([
      ['info', 'INFO  [console] hello'],
      ['log', 'straight'],
    ]);
    expect(said()).toEqual(['info: hello']);
    out.shutdown();
  });

  test('calls of a sink are printed, and become no entries', async () => {
    const chatty = await init({ module: fakeModule(), sinks: [() => console.log('from the sink'), memory] });
    captureConsole(chatty);
    console.warn('outer');
    expect(said()).toEqual(['warn: outer']);
    expect(printed).toEqual([['log', 'from the sink']]);
    chatty.shutdown();
  });

  test.each(
    /** @type {[string, (self: object) => unknown[]][]} */ ([
      ['as properties', (self) => ['look', self]],
      ['in the text', (self) => ['look %o', self]],
    ]),
  )('an object whose getter says it again, %s', (_, args) => {
    captureConsole(tracing);
    const self = {
      get value() {
        console.warn(...args(self));
        return 1;
      },
    };
    console.log(...args(self));
    expect(said().at(-1)).toMatch(/^info: look/);
    expect(memory.records.length).toBeLessThan(20);
    expect(printed).toEqual([]);
  });

  test('a sink that fails while it is captured is reported, without endless reports', async () => {
    const bad = () => {
      throw new Error('disk full');
    };
    const failing = await init({ module: fakeModule(), sinks: [bad] });
    captureConsole(failing);
    console.log('hello');
    expect(printed).toEqual([
      ['error', 'micromegas-tracing: sink 0 (bad) failed; this is reported once', expect.any(Error)],
    ]);
    failing.shutdown();
  });
});

describe('restore', () => {
  test('restores exactly the previous functions', () => {
    for (const end of [
      () => captureConsole(tracing).restore(),
      () => captureConsole(tracing)[Symbol.dispose](),
      () => (captureConsole(tracing), tracing.shutdown()),
    ]) {
      end();
      expect(descriptorsNow()).toEqual(descriptors);
      methods.forEach((name, i) => expect(console[name]).toBe(descriptors[i]?.value));
    }
    console.log('printed again');
    expect(printed).toEqual([['log', 'printed again']]);
  });

  test('also inherited and unusual ones', () => {
    const odd = { configurable: true, enumerable: false, writable: false, value: () => {} };
    Object.defineProperty(console, 'debug', odd);
    const getter = () => () => {};
    Object.defineProperty(console, 'warn', { configurable: true, enumerable: true, get: getter });
    const captured = captureConsole(tracing);
    captured.restore();
    captured.restore();
    expect(Object.getOwnPropertyDescriptor(console, 'debug')).toEqual(odd);
    expect(Object.getOwnPropertyDescriptor(console, 'warn')?.get).toBe(getter);
    Object.defineProperty(console, 'debug', descriptors[5] ?? {});
    Object.defineProperty(console, 'warn', descriptors[2] ?? {});
  });

  test('keeps a function that other code has put over ours, and passes calls on', () => {
    const captured = captureConsole(tracing);
    const ours = console.log;
    console.log = (...args) => ours('wrapped', ...args);
    const theirs = console.log;
    captured.restore();
    expect(console.log).toBe(theirs);
    console.log('a');
    expect(printed).toEqual([['log', 'wrapped', 'a']]);
    expect(memory.records).toEqual([]);
    Object.defineProperty(console, 'log', descriptors[4] ?? {});
  });

  test('two captures, undone in any order', async () => {
    const second = await init({ module: fakeModule(), sinks: [memory] });
    const [a, b] = [captureConsole(tracing), captureConsole(second)];
    console.log('once');
    expect(said()).toEqual(['info: once']);
    a.restore();
    console.log('twice');
    expect(said()).toEqual(['info: once', 'info: twice']);
    b.restore();
    console.log('printed');
    expect(printed).toEqual([['log', 'printed']]);
    methods.forEach((name, i) => Object.defineProperty(console, name, descriptors[i] ?? {}));
    second.shutdown();
  });
});

describe('uncaught errors', () => {
  const listeners = () => process.listenerCount('uncaughtExceptionMonitor');

  test('are watched until the restore, by a monitor alone', () => {
    const events = process.eventNames().length;
    const count = listeners();
    const captured = captureConsole(tracing);
    expect(listeners()).toBe(count + 1);
    captured.restore();
    expect(listeners()).toBe(count);
    captureConsole(tracing, { uncaught: false }).restore();
    expect(process.eventNames()).toHaveLength(events);
  });

  test.each([
    ["throw new TypeError('bad')", /^fatal \[uncaught\] uncaught exception: bad$/],
    ["Promise.reject(new Error('late'))", /^fatal \[uncaught\] unhandled rejection: late$/],
    [
      "Promise.reject(Object.defineProperty(new Error(), 'message', { get: () => { throw new Error('no') } }))",
      /^fatal \[uncaught\] unhandled rejection: \[Error: no\]$/,
    ],
    ["Promise.reject('text')", /^fatal \[uncaught\] unhandled rejection: .*"text"/],
  ])('in Node: %s; the process ends as it would', async (code, expected) => {
    const root = new URL('../../../', import.meta.url);
    const script = `
      import { captureConsole, init } from '${new URL('js/index.js', root)}';
      import { fakeModule } from '${new URL('tests/js/unit/fake-module.js', root)}';
      const sink = ({ level, target, message }) => process.stdout.write(level + ' [' + target + '] ' + message);
      captureConsole(await init({ module: fakeModule(), sinks: [sink] }));
      setTimeout(() => { ${code} });`;
    const failure = await run(process.execPath, ['--input-type=module', '-e', script]).then(
      () => undefined,
      (error) => error,
    );
    expect(failure).toMatchObject({ code: 1, stdout: expect.stringMatching(expected) });
  });
});

test.each([
  [{ target: '' }, 'captureConsole: option "target" is ""; allowed is a string that is not empty'],
  [{ passThrough: 1 }, 'captureConsole: option "passThrough" is 1; allowed are true, false'],
  [{ only: [] }, 'captureConsole: option "only" is not known; allowed are target, uncaught, passThrough'],
])('refuses %j', (options, message) => {
  expect(() => captureConsole(tracing, /** @type {any} */ (options))).toThrow(new TypeError(message));
  expect(descriptorsNow()).toEqual(descriptors);
});

test('needs the result of init', () => {
  expect(() => captureConsole(/** @type {any} */ ({}))).toThrow(
    new TypeError('captureConsole: the tracing is an object; allowed is the result of init()'),
  );
});
