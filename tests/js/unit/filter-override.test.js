import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { captureConsole, init, memorySink } from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

/** @type {Map<string, PropertyDescriptor | undefined>} */
const before = new Map();

/**
 * @param {string} name of a global
 * @param {unknown} value
 */
function pretend(name, value) {
  if (!before.has(name)) before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** @type {Set<(event: object) => void>} */
let listeners;
/** @type {Record<string, string>} */
let stored;

/** @param {string} [search] */
function pretendPage(search = '') {
  listeners = new Set();
  stored = {};
  pretend('location', { search });
  pretend('localStorage', { getItem: (/** @type {string} */ key) => stored[key] ?? null });
  pretend('addEventListener', (/** @type {string} */ name, /** @type {any} */ listener) => {
    if (name === 'storage') listeners.add(listener);
  });
  pretend('removeEventListener', (/** @type {string} */ _, /** @type {any} */ listener) => {
    listeners.delete(listener);
  });
}

/** @type {import('../../../js/index.js').MemorySink} */
let memory;

beforeEach(() => {
  memory = memorySink();
});

afterEach(() => {
  delete process.env['MICROMEGAS_LOG'];
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  before.clear();
  jest.restoreAllMocks();
});

/** @param {import('../../../js/index.js').InitOptions} [options] */
const start = (options) => init({ module: fakeModule(), sinks: [memory], ...options });

describe('in Node', () => {
  test('MICROMEGAS_LOG overrides the option', async () => {
    process.env['MICROMEGAS_LOG'] = 'warn,app=debug';
    expect((await start({ level: 'error' })).getFilter()).toBe('warn,app=debug');
    expect((await start()).getFilter()).toBe('warn,app=debug');
    expect(memory.records).toEqual([]);
  });

  test('an empty one counts as absent', async () => {
    process.env['MICROMEGAS_LOG'] = '';
    expect((await start({ level: 'error' })).getFilter()).toBe('error');
  });

  test('can be ignored', async () => {
    process.env['MICROMEGAS_LOG'] = 'debug';
    expect((await start({ filterOverride: false })).getFilter()).toBe('info');
  });

  test('a bad one is one warning that names its place, whatever the filter; the option stays', async () => {
    process.env['MICROMEGAS_LOG'] = 'loud';
    const tracing = await start({ level: 'off' });
    expect(tracing.getFilter()).toBe('off');
    expect(memory.records).toMatchObject([
      {
        level: 'warn',
        target: 'micromegas.meta',
        message:
          'the filter from MICROMEGAS_LOG is not used: "loud" is not a level; ' +
          'allowed are off, fatal, error, warn, info, debug, trace',
      },
    ]);
  });

  test('a bad one is one warning, however often a page calls init; another one is another', async () => {
    process.env['MICROMEGAS_LOG'] = 'verbose';
    for (let round = 0; round < 3; ++round) (await start()).shutdown();
    process.env['MICROMEGAS_LOG'] = 'chatty';
    await Promise.all([start(), start()]);
    expect(memory.records.map(({ message }) => message)).toEqual([
      expect.stringContaining('"verbose" is not a level'),
      expect.stringContaining('"chatty" is not a level'),
    ]);
  });

  test('without a sink the console gets the warning', async () => {
    process.env['MICROMEGAS_LOG'] = 'noisy';
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    await start({ sinks: [] });
    expect(warn.mock.calls).toEqual([[expect.stringContaining('MICROMEGAS_LOG')]]);
  });
});

describe('on a page', () => {
  test('the address overrides localStorage, which overrides the option; the environment is Node’s', async () => {
    process.env['MICROMEGAS_LOG'] = 'trace';
    pretendPage('?a=1&micromegas=warn%2Capp%3Ddebug');
    stored['micromegas'] = 'error';
    expect((await start()).getFilter()).toBe('warn,app=debug');
    pretendPage('?micromegas=');
    stored['micromegas'] = 'error';
    expect((await start()).getFilter()).toBe('error');
    pretendPage();
    expect((await start({ level: 'fatal' })).getFilter()).toBe('fatal');
  });

  test('a place whose addEventListener throws, such as a worklet of WebKit, has no events', async () => {
    pretendPage('?micromegas=debug');
    pretend('addEventListener', () => {
      throw new TypeError('Can only call EventTarget.addEventListener on instances of EventTarget');
    });
    const tracing = await start();
    expect(tracing.getFilter()).toBe('debug');
    captureConsole(tracing).restore();
    tracing.shutdown();
  });

  test.each([
    ['?micromegas=loud', undefined, 'the filter from the address is not used: "loud" is not a level'],
    ['', 'loud', 'the filter from localStorage is not used: "loud" is not a level'],
  ])('a bad one names its place: %s, %s', async (search, inStorage, message) => {
    pretendPage(search);
    if (inStorage) stored['micromegas'] = inStorage;
    const tracing = await start();
    expect(tracing.getFilter()).toBe('info');
    expect(memory.records.map((record) => record.message)).toEqual([expect.stringContaining(message)]);
  });

  test('a page that may not look into localStorage', async () => {
    pretendPage();
    before.set('localStorage', undefined);
    Object.defineProperty(globalThis, 'localStorage', {
      get() {
        throw new Error('SecurityError');
      },
      configurable: true,
    });
    expect((await start()).getFilter()).toBe('info');
    expect(memory.records).toEqual([]);
  });

  test('a change of the stored filter takes effect, until shutdown', async () => {
    pretendPage();
    const tracing = await start({ level: 'warn' });
    const change = (/** @type {string | null} */ key) => listeners.forEach((listener) => listener({ key }));
    stored['micromegas'] = 'debug';
    change('another');
    expect(tracing.getFilter()).toBe('warn');
    change('micromegas');
    expect(tracing.getFilter()).toBe('debug');
    delete stored['micromegas'];
    change(null); // all was cleared
    expect(tracing.getFilter()).toBe('warn');
    stored['micromegas'] = 'shrill';
    change('micromegas');
    expect(tracing.getFilter()).toBe('warn');
    expect(memory.records).toHaveLength(1);
    tracing.shutdown();
    expect(listeners.size).toBe(0);
  });
});
