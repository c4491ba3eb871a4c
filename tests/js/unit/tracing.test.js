import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {import('./fake-module.js').FakeModule} */
let module;
/** @type {import('../../../js/index.js').MemorySink} */
let memory;
/** @type {import('../../../js/index.js').Tracing} */
let tracing;

beforeEach(async () => {
  module = fakeModule();
  memory = memorySink();
  tracing = await init({ module, sinks: [memory] });
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('the facts', () => {
  expect(tracing.processId).toBe('a-process-id');
  expect(tracing.version).toBe('9.8.7');
  expect(tracing.properties).toEqual({});
});

describe('the filter', () => {
  test('changes for C++ and for JavaScript at once', () => {
    const log = tracing.logger('app');
    tracing.setFilter('warn,app=debug');
    module.test.log(callSite(), 0, 'C++ below the filter', undefined);
    log.debug('JavaScript passes');
    tracing.setFilter('debug,app=warn');
    module.test.log(callSite({ level: 5 }), 0, 'C++ passes', undefined);
    log.info('JavaScript below the filter');
    expect(memory.records.map((record) => record.message)).toEqual(['JavaScript passes', 'C++ passes']);
    expect(tracing.getFilter()).toBe('debug,app=warn');
  });

  test('a bad one throws C++’s message, and changes nothing', () => {
    tracing.setFilter('warn,app=debug');
    expect(() => tracing.setFilter('loud')).toThrow(
      new RangeError(
        'setFilter: "loud" is not a level; allowed are off, fatal, error, warn, info, debug, trace',
      ),
    );
    expect(() => tracing.setFilter(/** @type {any} */ (3))).toThrow(
      new TypeError('setFilter: the filter is 3; allowed is a string'),
    );
    expect(tracing.getFilter()).toBe('warn,app=debug');
  });

  test('setLevel', () => {
    tracing.setLevel('error');
    expect(tracing.getFilter()).toBe('error');
    tracing.setLevel('off');
    tracing.logger('app').fatal('nothing passes');
    expect(memory.records).toEqual([]);
    const allowed = 'allowed are off, fatal, error, warn, info, debug, trace';
    expect(() => tracing.setLevel(/** @type {any} */ ('info,app=debug'))).toThrow(
      new RangeError(`setLevel: the level is "info,app=debug"; ${allowed}`),
    );
    expect(() => tracing.setLevel(/** @type {any} */ (undefined))).toThrow(
      new TypeError(`setLevel: the level is undefined; ${allowed}`),
    );
    expect(tracing.getFilter()).toBe('off');
  });

  test('is asked of C++ once a generation, also when C++ changes it', () => {
    const log = tracing.logger('app');
    for (let i = 0; i < 10; ++i) log.debug('too much detail');
    expect(module.test.counts.targetLevel).toBe(1);
    expect(log.isEnabled('debug')).toBe(false);

    module.micromegasSetFilter('info,app=debug');
    for (let i = 0; i < 10; ++i) log.debug('passes');
    expect(log.isEnabled('debug')).toBe(true);
    expect(module.test.counts.targetLevel).toBe(2);
    expect(module.test.counts.filterGeneration).toBe(1);
    expect(memory.records).toHaveLength(10);
  });

  test('is asked again when memory has grown, and noticed when C++ changes it after that', () => {
    const log = tracing.logger('app');
    log.info('before');
    module.test.growMemory();
    log.debug('dropped');
    log.info('after');
    expect(module.test.counts).toMatchObject({ targetLevel: 2, filterGeneration: 2 });
    module.micromegasSetFilter('debug');
    log.debug('passes');
    expect(memory.records.map((record) => record.message)).toEqual(['before', 'after', 'passes']);
  });
});

describe('a module that has crashed', () => {
  test('leaves its last answer to the loggers that asked', () => {
    const log = tracing.logger('app');
    log.info('before');
    module.test.crash();
    log.debug('below the filter');
    log.error('after');
    expect(memory.records.map((record) => record.message)).toEqual(['before', 'after']);
  });

  test('lets everything pass for loggers that had not', () => {
    const log = tracing.logger('app');
    module.test.crash();
    log.trace('after');
    expect(memory.records).toHaveLength(1);
  });

  test('can be shut down', () => {
    module.test.crash();
    tracing.shutdown();
    expect(module.test.hasCallback()).toBe(false);
    const error = expect.objectContaining({ message: 'unreachable' });
    expect(memory.records).toMatchObject([
      {
        target: 'micromegas.meta',
        message: 'the module could not be shut down',
        properties: { error },
      },
      { target: 'micromegas.meta', message: 'the module could not be shut down', properties: { error } },
    ]);
  });
});

describe('shutdown', () => {
  test('ends tracing in the module; a second one does nothing', () => {
    tracing.shutdown();
    tracing.shutdown();
    expect(module.test.counts.shutdown).toBe(1);
    expect(module.test.hasCallback()).toBe(false);
    expect(module.test.isInitialised()).toBe(false);
  });

  test('silences the remaining objects, which do not throw', () => {
    tracing.setFilter('info,app=debug');
    const log = tracing.logger('app');
    tracing.shutdown();
    log.fatal('hello');
    tracing.logger('late').fatal('hello');
    tracing.setFilter('nonsense');
    tracing.setLevel(/** @type {any} */ ('nonsense'));
    expect(log.isEnabled('fatal')).toBe(false);
    expect(tracing.getFilter()).toBe('info,app=debug');
    expect(tracing.processId).toBe('a-process-id');
    expect(memory.records).toEqual([]);
  });

  test('does not touch the tracing that came after it', async () => {
    tracing.shutdown();
    const next = await init({ module, sinks: [memory] });
    tracing.shutdown();
    tracing.setFilter('off');
    expect(next.getFilter()).toBe('info');
    next.logger('app').info('hello');
    expect(memory.records).toHaveLength(1);
  });

  test('entries that C++ logs while it shuts down arrive', () => {
    const shutdown = module.micromegasShutdown;
    module.micromegasShutdown = () => {
      module.test.log(callSite(), 0, 'last words', undefined);
      shutdown();
    };
    tracing.shutdown();
    expect(memory.records.map((record) => record.message)).toEqual(['last words']);
  });

  test('is called by `using`', () => {
    tracing[Symbol.dispose]();
    expect(module.test.counts.shutdown).toBe(1);
  });

  test('and `await using`, after the sinks have flushed', async () => {
    /** @type {string[]} */
    const order = [];
    const sink = Object.assign(() => {}, {
      flush: async () => void order.push('flushed'),
      close: () => void order.push('closed'),
    });
    const other = await init({ module: fakeModule(), sinks: [sink] });
    await other[Symbol.asyncDispose]();
    expect(order).toEqual(['flushed', 'closed']);
  });

  test('ends the timers and listeners of sinks that know only Symbol.dispose', async () => {
    const dispose = jest.fn();
    const sink = Object.assign(() => {}, { [Symbol.dispose]: dispose });
    const other = await init({ module: fakeModule(), sinks: [sink] });
    other.shutdown();
    other.shutdown();
    expect(dispose).toHaveBeenCalledTimes(1);
  });

  test('a platform without the symbols gets no odd property', async () => {
    const names = /** @type {const} */ (['dispose', 'asyncDispose']);
    const descriptors = names.map(
      (name) => /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Symbol, name)),
    );
    if (!descriptors.every(({ configurable }) => configurable)) return; // Node 24 and later have them for good
    for (const name of names) Reflect.deleteProperty(Symbol, name);
    try {
      const old = await init({ module: fakeModule(), sinks: [] });
      expect(Object.getOwnPropertySymbols(old)).toEqual([]);
      expect(Object.keys(old)).not.toContain('undefined');
      old.shutdown();
    } finally {
      names.forEach((name, i) => Object.defineProperty(Symbol, name, descriptors[i] ?? {}));
    }
  });
});

describe('attach', () => {
  test('brings another module to the same sinks, under the same filter, also when it changes', async () => {
    const other = fakeModule();
    tracing.setFilter('warn,engine::sql=info');
    const attached = await tracing.attach(Promise.resolve(other), { name: 'decoder' });
    other.test.log(callSite(), 0, 'passes', undefined);
    other.test.log(callSite({ target: 'else' }), 0, 'does not', undefined);
    tracing.setLevel('info');
    other.test.log(callSite({ target: 'else' }), 0, 'passes now', undefined);
    expect(attached.name).toBe('decoder');
    expect(memory.records).toMatchObject([
      { message: 'passes', module: 'decoder' },
      { message: 'passes now', module: 'decoder' },
    ]);
  });

  test('gives it the properties of the process', async () => {
    const other = fakeModule();
    const first = await init({ module: fakeModule(), sinks: [], properties: { release: '1.4.0' } });
    await first.attach(other, { name: 'decoder' });
    expect(other.test.processProperties()).toEqual({ release: '1.4.0' });
  });

  test('detach frees that module alone; shutdown frees all', async () => {
    const [one, two] = [fakeModule(), fakeModule()];
    const attached = await tracing.attach(one, { name: 'one' });
    await tracing.attach(two, { name: 'two' });
    attached.detach();
    attached.detach();
    expect(one.test.counts.shutdown).toBe(1);
    expect(two.test.isInitialised()).toBe(true);
    tracing.shutdown();
    expect(one.test.counts.shutdown).toBe(1);
    expect(two.test.hasCallback()).toBe(false);
    await init({ module: two, sinks: [] });
  });

  test('a module that has crashed does not keep the others from a new filter', async () => {
    const [one, two] = [fakeModule(), fakeModule()];
    await tracing.attach(one, { name: 'one' });
    await tracing.attach(two, { name: 'two' });
    one.test.crash();
    tracing.setFilter('error');
    expect(two.micromegasGetFilter()).toBe('error');
    expect(memory.records).toMatchObject([
      { target: 'micromegas.meta', level: 'error', message: 'the filter could not be set in module "one"' },
    ]);
  });

  test.each(
    /** @type {[() => Promise<unknown>, string][]} */ ([
      [
        () => tracing.attach(module, { name: 'again' }),
        'attach: this tracing listens to that module already',
      ],
      [
        () => tracing.attach(fakeModule(), { name: '' }),
        'attach: option "name" is ""; allowed is a string that is not empty',
      ],
      [
        () => tracing.attach(fakeModule(), /** @type {any} */ ({ nmae: 'x' })),
        'attach: option "nmae" is not known; allowed are name',
      ],
      [
        () => tracing.attach(/** @type {any} */ ({}), { name: 'x' }),
        'attach: option "module" came to an object without micromegasInit; ' +
          'allowed is one built by micromegas_add_wasm_module() in CMake',
      ],
    ]),
  )('refuses with its reason: %#', async (attach, message) => {
    await expect(attach()).rejects.toThrow(message);
  });

  test('after shutdown is refused, and the module stays free', async () => {
    const other = fakeModule();
    tracing.shutdown();
    await expect(tracing.attach(other, { name: 'late' })).rejects.toThrow('attach: tracing was shut down');
    await init({ module: other, sinks: [] });
  });
});
