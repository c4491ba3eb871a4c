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

  test('a bad one throws what C++ says, and changes nothing', () => {
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
    expect(memory.records).toHaveLength(10);
  });
});

describe('a logger', () => {
  test('makes its record in JavaScript', () => {
    const before = Date.now();
    tracing.logger('app.ui').warn('grüße 🎈', { button: 'ok', at: [1, 2] });
    const [record] = memory.records;
    expect(record).toEqual({
      level: 'warn',
      target: 'app.ui',
      message: 'grüße 🎈',
      time: expect.any(Number),
      file: '',
      line: 0,
      modulePath: '',
      properties: { button: 'ok', at: [1, 2] },
      module: null,
    });
    expect(record?.time).toBeGreaterThanOrEqual(before);
    expect(record?.time).toBeLessThanOrEqual(Date.now());
  });

  test('has the six methods, which need no `this`', () => {
    tracing.setLevel('trace');
    const { fatal, error, warn, info, debug, trace } = tracing.logger('app');
    [fatal, error, warn, info, debug, trace].forEach((log, index) => log(`call ${index}`));
    expect(memory.records.map((record) => `${record.level} ${record.message}`)).toEqual([
      'fatal call 0',
      'error call 1',
      'warn call 2',
      'info call 3',
      'debug call 4',
      'trace call 5',
    ]);
  });

  test('isEnabled', () => {
    const log = tracing.logger('app');
    expect(log.isEnabled('info')).toBe(true);
    expect(log.isEnabled('debug')).toBe(false);
    expect(log.isEnabled(/** @type {any} */ ('loud'))).toBe(false);
  });

  test('keeps the properties as they were at the call', () => {
    const properties = { step: 1 };
    tracing.logger('app').info('hello', properties);
    properties.step = 2;
    expect(memory.records[0]?.properties).toEqual({ step: 1 });
  });

  test('loses nothing that is passed in place of properties', () => {
    const log = /** @type {any} */ (tracing.logger('app'));
    const error = new Error('disk full');
    log.info('none');
    log.info('null', null);
    log.info('error', error);
    log.info('number', 42);
    log.info('array', [1, 2]);
    expect(memory.records.map((record) => record.properties)).toEqual([
      {},
      {},
      { error },
      { value: 42 },
      { value: [1, 2] },
    ]);
  });

  test('makes a message of anything, and never throws', () => {
    const log = /** @type {any} */ (tracing.logger('app'));
    const nameless = { __proto__: null };
    const trap = new Error('trap');
    const hostile = {
      get name() {
        throw trap;
      },
    };
    log.info(42);
    log.info(undefined);
    log.info(Symbol('s'));
    log.info(nameless);
    log.info('hostile', hostile);
    expect(memory.records.map((record) => record.message)).toEqual([
      '42',
      'undefined',
      'Symbol(s)',
      '[object Object]',
      'hostile',
    ]);
    expect(memory.records[4]?.properties).toEqual({ error: trap });
  });

  test.each([
    ['', '""'],
    [undefined, 'undefined'],
    [{}, 'an object'],
  ])('needs a target: %j', (target, shown) => {
    expect(() => tracing.logger(/** @type {any} */ (target))).toThrow(
      new TypeError(`logger: the target is ${shown}; allowed is a string that is not empty`),
    );
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
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    module.test.crash();
    tracing.shutdown();
    expect(module.test.hasCallback()).toBe(false);
    expect(error).toHaveBeenCalledWith(
      'micromegas-tracing: the module could not be shut down:',
      expect.objectContaining({ message: 'unreachable' }),
    );
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

  test('silences what is left, which does not throw', () => {
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

  test('is what `using` calls', () => {
    tracing[Symbol.dispose]();
    expect(module.test.counts.shutdown).toBe(1);
  });

  test('a platform without Symbol.dispose gets no odd property', async () => {
    const descriptor = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Symbol, 'dispose'));
    if (!descriptor.configurable) return; // Node 24 and later have it for good
    Reflect.deleteProperty(Symbol, 'dispose');
    try {
      const old = await init({ module: fakeModule(), sinks: [] });
      expect(Object.getOwnPropertySymbols(old)).toEqual([]);
      expect(Object.keys(old)).not.toContain('undefined');
    } finally {
      Object.defineProperty(Symbol, 'dispose', descriptor);
    }
  });
});
