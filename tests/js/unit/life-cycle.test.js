/** From `init` to `shutdown`: several at once, one after the other, and one that is given up. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {import('./fake-module.js').FakeModule} */
let module;
/** @type {import('../../../js/index.js').MemorySink} */
let memory;

beforeEach(() => {
  module = fakeModule();
  memory = memorySink();
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** @param {string} message */
const logFromCpp = (message) => module.test.log(callSite(), 0, message, undefined);

/** @param {import('../../../js/index.js').MemorySink} sink */
const messagesOf = (sink) => sink.records.map(({ message }) => message);

/** The module has no listener, and C++ knows it. */
function expectFree() {
  expect(module.test.hasCallback()).toBe(false);
  expect(module.test.isInitialised()).toBe(false);
}

describe('two on one module', () => {
  test('both get its entries until each is shut down', async () => {
    const other = memorySink();
    const promise = new Promise((resolve) => setTimeout(() => resolve(module), 5));
    const [first, second] = await Promise.all([
      init({ module: promise, sinks: [memory], name: 'first' }),
      init({ module: promise, sinks: [other], name: 'second' }),
    ]);
    logFromCpp('one');
    first.shutdown();
    logFromCpp('two');
    first.shutdown();
    logFromCpp('three');
    second.shutdown();
    logFromCpp('four');
    expect(messagesOf(memory)).toEqual(['one']);
    expect(messagesOf(other)).toEqual(['one', 'two', 'three']);
    expect(memory.records[0]?.module).toBe('first');
    expect(other.records[0]?.module).toBe('second');
    expectFree();
    expect(module.test.counts.shutdown).toBe(1);
  });

  test('the last filter that was set is in force', async () => {
    const first = await init({ module, sinks: [memory], level: 'debug' });
    const second = await init({ module, sinks: [], level: 'warn' });
    expect(first.getFilter()).toBe('warn');
    first.setLevel('trace');
    expect(second.getFilter()).toBe('trace');
    second.shutdown();
    expect(first.getFilter()).toBe('trace');
  });

  test('entries of a logger go to its own sinks', async () => {
    const other = memorySink();
    const first = await init({ module, sinks: [memory] });
    await init({ module, sinks: [other] });
    first.logger('app').info('mine');
    expect(messagesOf(memory)).toEqual(['mine']);
    expect(other.records).toEqual([]);
  });

  test('that the second was refused changes nothing for the first', async () => {
    const tracing = await init({ module, sinks: [memory] });
    await expect(init({ module, filter: 'loud', sinks: [] })).rejects.toThrow('"loud" is not a level');
    logFromCpp('still heard');
    expect(messagesOf(memory)).toEqual(['still heard']);
    expect(tracing.getFilter()).toBe('info');
    tracing.shutdown();
    expectFree();
  });

  test('one after the other', async () => {
    (await init({ module, sinks: [] })).shutdown();
    await init({ module, sinks: [memory], level: 'debug' });
    module.test.log(callSite({ level: 5 }), 0, 'again', undefined);
    expect(messagesOf(memory)).toEqual(['again']);
  });

  test('as a component does that is mounted, unmounted and mounted again', async () => {
    const mount = () => {
      const started = init({ module: Promise.resolve(module), sinks: [memory] });
      return () => started.then((tracing) => tracing.shutdown());
    };
    await mount()();
    const unmountFirst = mount();
    const unmounted = unmountFirst();
    const unmountSecond = mount();
    await unmounted;
    await new Promise((resolve) => setTimeout(resolve));
    logFromCpp('heard once');
    expect(messagesOf(memory)).toEqual(['heard once']);
    await unmountSecond();
    expectFree();
  });
});

describe('a signal', () => {
  test('that is aborted already: nothing is opened', async () => {
    const factory = jest.fn(() => module);
    const reason = new Error('unmounted');
    const given = init({ module: factory, sinks: [], signal: AbortSignal.abort(reason) });
    await expect(given).rejects.toBe(reason);
    expect(factory).not.toHaveBeenCalled();
  });

  test('that is aborted while the module is awaited: init rejects at once, and the module stays free', async () => {
    const controller = new AbortController();
    /** @type {(value: object) => void} */
    let arrive = () => {};
    const late = new Promise((resolve) => (arrive = resolve));
    const given = init({ module: late, sinks: [memory], signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toBe(controller.signal.reason);
    arrive(module);
    await late;
    expectFree();
  });

  test('may be aborted at any moment', async () => {
    const ends = new Set();
    for (let turns = 0; turns < 30; ++turns) {
      const controller = new AbortController();
      const { signal } = controller;
      const given = init({ module: async () => module, sinks: [memory], signal });
      for (let turn = 0; turn < turns; ++turn) await undefined;
      controller.abort();
      ends.add(await given.then(() => 'resolved', (error) => error === signal.reason)); // prettier-ignore
      expectFree();
    }
    expect(ends).toEqual(new Set([true, 'resolved']));
    logFromCpp('to nobody');
    expect(memory.records).toEqual([]);
  });

  test('that is aborted later shuts down', async () => {
    const controller = new AbortController();
    const tracing = await init({ module, sinks: [memory], signal: controller.signal });
    const log = tracing.logger('app');
    log.info('before');
    controller.abort();
    log.info('after');
    logFromCpp('after');
    expect(messagesOf(memory)).toEqual(['before']);
    expectFree();
  });

  test('loses its listener at shutdown, and when init fails', async () => {
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    (await init({ module, sinks: [], signal })).shutdown();
    await expect(init({ module: Promise.reject(new Error('404')), sinks: [], signal })).rejects.toThrow(
      '404',
    );
    const listeners = (/** @type {typeof added | typeof removed} */ spy) =>
      spy.mock.calls.map(([, call]) => call);
    expect(listeners(added).length).toBeGreaterThan(0);
    expect(listeners(removed)).toEqual(listeners(added));
  });
});

describe('an init that fails late', () => {
  test.each(['micromegasFilterGeneration', 'micromegasProcessId', 'micromegasVersion'])(
    'leaves the module free: %s throws',
    async (name) => {
      const failing = { ...module, [name]: () => { throw new Error('unreachable'); } }; // prettier-ignore
      await expect(init({ module: failing, sinks: [] })).rejects.toThrow('unreachable');
      expectFree();
    },
  );

  test('an environment that must not be read counts as empty', async () => {
    const environment = process.env;
    const forbidden = () => {
      throw new Error('Requires env access, run again with the --allow-env flag');
    };
    process.env = /** @type {any} */ (new Proxy({}, { get: forbidden, has: forbidden, ownKeys: forbidden }));
    const info = jest.spyOn(console, 'info').mockImplementation(() => {});
    const isTerminal = process.stdout.isTTY;
    process.stdout.isTTY = true;
    try {
      const tracing = await init({ module });
      tracing.logger('app').info('hello');
      expect(info).toHaveBeenCalledTimes(1);
      expect(tracing.getFilter()).toBe('info');
    } finally {
      process.env = environment;
      process.stdout.isTTY = isTerminal;
    }
  });
});
