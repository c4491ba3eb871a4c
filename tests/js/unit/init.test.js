import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { consoleSink, init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {import('./fake-module.js').FakeModule} */
let module;

beforeEach(() => {
  module = fakeModule();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** @param {unknown} options */
async function rejection(options) {
  try {
    await init(/** @type {any} */ (options));
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  throw new Error('init accepted the options');
}

function expectUntouched() {
  expect(module.test.hasCallback()).toBe(false);
  expect(module.test.isInitialised()).toBe(false);
  expect(module.micromegasGetFilter()).toBe('trace');
}

describe('options that are refused', () => {
  const MODULE_ALLOWED = 'allowed are a module, a promise of one, its factory';
  const BUILT = 'allowed is one built by micromegas_add_wasm_module() in CMake';
  const LEVELS_ALLOWED = 'allowed are off, fatal, error, warn, info, debug, trace';

  test.each(
    /** @type {[object, typeof TypeError | typeof RangeError, string][]} */ ([
      [{ level: 'loud' }, RangeError, `init: option "level" is "loud"; ${LEVELS_ALLOWED}`],
      [{ level: '' }, RangeError, `init: option "level" is ""; ${LEVELS_ALLOWED}`],
      [{ level: 4 }, TypeError, `init: option "level" is 4; ${LEVELS_ALLOWED}`],
      [{ level: null }, TypeError, `init: option "level" is null; ${LEVELS_ALLOWED}`],
      [
        { level: 'info', filter: 'debug' },
        TypeError,
        'init: options "level" and "filter" are both given; allowed is one',
      ],
      [
        { filter: ['info'] },
        TypeError,
        'init: option "filter" is an array; allowed is a string such as "info,engine::sql=debug"',
      ],
      [
        { filter: 'info,app=loud' },
        RangeError,
        `init: option "filter": "loud" is not a level; ${LEVELS_ALLOWED}`,
      ],
      [
        { sinks: () => {} },
        TypeError,
        'init: option "sinks" is a function; allowed is an array of functions',
      ],
      [
        { sinks: [consoleSink] },
        TypeError,
        'init: option "sinks[0]" is consoleSink itself; allowed is its result, consoleSink()',
      ],
      [
        { sinks: [() => {}, 'console'] },
        TypeError,
        'init: option "sinks[1]" is "console"; allowed is a function',
      ],
      [{ name: '' }, TypeError, 'init: option "name" is ""; allowed is a string that is not empty'],
      [{ name: 7n }, TypeError, 'init: option "name" is 7n; allowed is a string that is not empty'],
      [{ properties: ['a'] }, TypeError, 'init: option "properties" is an array; allowed is an object'],
      [
        { properties: { release: { major: 1 } } },
        TypeError,
        'init: option "properties.release" is an object; allowed are a string, a number and a boolean',
      ],
      [
        { properties: { 'micromegas.id': 'x' } },
        RangeError,
        'init: option "properties": names that begin with "micromegas." are reserved',
      ],
      [{ filterOverride: 'no' }, TypeError, 'init: option "filterOverride" is "no"; allowed are true, false'],
      [{ now: 5 }, TypeError, 'init: option "now" is 5; allowed is a function'],
      [
        { levle: 'info' },
        TypeError,
        'init: option "levle" is not known; allowed are module, core, name, level, filter, sinks, properties, filterOverride, now, signal',
      ],
      [{ module: 'engine.wasm' }, TypeError, `init: option "module" is "engine.wasm"; ${MODULE_ALLOWED}`],
      [{ core: {} }, TypeError, 'init: options "module" and "core" are both given; allowed is one'],
      [
        { module: undefined, core: 'core.wasm' },
        TypeError,
        'init: option "core" is "core.wasm"; allowed are a WebAssembly.Module and a promise of one',
      ],
      [
        { module: undefined, core: Promise.resolve(new Uint8Array(8)) },
        TypeError,
        'init: option "core" came to an object (Uint8Array); allowed are a WebAssembly.Module and a promise of one',
      ],
      [
        { module: undefined, core: Promise.reject(new Error('404')) },
        Error,
        'init: option "core" is a promise that failed: 404',
      ],
      [{ signal: true }, TypeError, 'init: option "signal" is true; allowed is an AbortSignal'],
      [{ signal: {} }, TypeError, 'init: option "signal" is an object; allowed is an AbortSignal'],
      [{ module: null }, TypeError, `init: option "module" is null; ${MODULE_ALLOWED}`],
      [{ module: () => 7 }, TypeError, `init: option "module" came to 7 without micromegasInit; ${BUILT}`],
    ]),
  )('%j', async (options, type, message) => {
    const error = await rejection({ module, ...options });
    expect(error).toBeInstanceOf(type);
    expect(error.message).toBe(message);
    expectUntouched();
    await init({ module, sinks: [] }); // and the module is free
  });

  test.each([
    [null, 'null'],
    ['info', '"info"'],
    [[], 'an array'],
  ])('options that are no object: %j', async (options, shown) => {
    const error = await rejection(options);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(`init: the options are ${shown}; an object is allowed`);
  });

  test('a value in a message is shortened and stays on one line', async () => {
    const error = await rejection({ module, level: `a\n${'b'.repeat(1000)}` });
    expect(error.message).toMatch(/^init: option "level" is "a\\nb+…"; allowed are off/);
    expect(error.message.length).toBeLessThan(200);
  });

  test('the error for a module without the bindings names the function that adds them', async () => {
    const error = await rejection({ module: { _malloc() {} } });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('micromegasInit');
    expect(error.message).toContain('micromegas_add_wasm_module()');
  });

  test('a factory or promise that fails', async () => {
    const cause = new Error('no such file');
    const fromFactory = await rejection({ module: () => Promise.reject(cause) });
    expect(fromFactory.message).toBe('init: option "module" is a factory that failed: no such file');
    expect(fromFactory.cause).toBe(cause);
    const fromPromise = await rejection({ module: Promise.reject(new Error('404')) });
    expect(fromPromise.message).toBe('init: option "module" is a promise that failed: 404');
  });
});

describe('the module', () => {
  test.each(
    /** @type {[string, (module: object) => import('../../../js/index.js').ModuleSource][]} */ ([
      ['an object', (given) => given],
      ['a promise', (given) => Promise.resolve(given)],
      ['a factory', (given) => () => given],
      ['a factory of a promise', (given) => () => Promise.resolve(given)],
    ]),
  )('as %s', async (_, wrap) => {
    const memory = memorySink();
    await init({ module: wrap(module), sinks: [memory] });
    module.test.log(callSite(), 0, 'hello', undefined);
    expect(memory.records).toHaveLength(1);
  });

  test('a factory is called once, without arguments', async () => {
    const factory = jest.fn(() => module);
    await init({ module: factory, sinks: [] });
    expect(factory.mock.calls).toEqual([[]]);
  });

  test('a bad option is found before the factory is called', async () => {
    const factory = jest.fn(() => module);
    await rejection({ module: factory, level: 'loud' });
    expect(factory).not.toHaveBeenCalled();
  });
});

describe('defaults', () => {
  test('the level is info', async () => {
    const tracing = await init({ module, sinks: [] });
    expect(tracing.getFilter()).toBe('info');
  });

  test('the sink is the console', async () => {
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    await init({ module });
    module.test.log(callSite(), 0, 'hello', undefined);
    expect(info).toHaveBeenCalledTimes(1);
    expect(info.mock.calls[0]?.[0]).toContain('[engine::sql] hello');
  });

  test('an option that is undefined counts as left out', async () => {
    const tracing = await init(
      /** @type {any} */ ({ module, sinks: [], level: undefined, filter: undefined, name: undefined }),
    );
    expect(tracing.getFilter()).toBe('info');
  });
});

test('a level is read as C++ reads it', async () => {
  const tracing = await init({ module, sinks: [], level: /** @type {any} */ ('WARNING') });
  expect(tracing.getFilter()).toBe('warn');
});

test('process properties reach C++ as text', async () => {
  const tracing = await init({ module, sinks: [], properties: { release: '1.4.0', build: 7, beta: false } });
  const text = { release: '1.4.0', build: '7', beta: 'false' };
  expect(module.test.processProperties()).toEqual(text);
  expect(tracing.properties).toEqual(text);
  expect(Object.isFrozen(tracing.properties)).toBe(true);
});

test('the array of sinks is copied', async () => {
  const memory = memorySink();
  const sinks = [memory];
  await init({ module, sinks });
  sinks.pop();
  module.test.log(callSite(), 0, 'hello', undefined);
  expect(memory.records).toHaveLength(1);
});

test('an entry of C++ becomes a record', async () => {
  const memory = memorySink();
  await init({ module, sinks: [memory], name: 'engine' });
  module.test.log(callSite({ level: 3 }), 1_700_000_000_000.25, 'grüße 🎈 \0 done', { rows: '406' });
  module.test.log(callSite(), 0, '', undefined);
  expect(memory.records).toEqual([
    {
      level: 'warn',
      target: 'engine::sql',
      message: 'grüße 🎈 \0 done',
      time: 1_700_000_000_000.25,
      file: 'engine/sql.cpp',
      line: 42,
      modulePath: 'engine::sql',
      properties: { rows: '406' },
      module: 'engine',
    },
    expect.objectContaining({ message: '', properties: {} }),
  ]);
  expect(Object.isFrozen(memory.records[1]?.properties)).toBe(true);
});

test('all six levels keep their names', async () => {
  const memory = memorySink();
  await init({ module, sinks: [memory], level: 'trace' });
  for (let level = 1; level <= 6; ++level) module.test.log(callSite({ level }), 0, 'hello', undefined);
  expect(memory.records.map((record) => record.level)).toEqual([
    'fatal',
    'error',
    'warn',
    'info',
    'debug',
    'trace',
  ]);
});
