import { beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

/** @type {import('../../../js/index.js').MemorySink} */
let memory;
/** @type {import('../../../js/index.js').Tracing} */
let tracing;

beforeEach(async () => {
  memory = memorySink();
  tracing = await init({ module: fakeModule(), sinks: [memory] });
});

const last = () => memory.records.at(-1);

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
    expect(memory.records[4]?.properties).toEqual({ name: `[${trap}]` });
  });

  test('keeps an object in place of a message: `image.onerror = log.error`', () => {
    const { error } = /** @type {any} */ (tracing.logger('app'));
    const event = new Event('error');
    error(event);
    error({ code: 'E42' });
    error({ code: 'E42' }, { file: 'a' });
    error(['E42']);
    expect(memory.records.map(({ message, properties }) => [message, properties])).toEqual([
      ['[object Event]', { value: event }],
      ['[object Object]', { code: 'E42' }],
      ['[object Object]', { file: 'a' }],
      ['E42', { value: ['E42'] }],
    ]);
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

describe('a message', () => {
  test('as a tagged template', () => {
    const log = tracing.logger('app');
    log.info`${3} rows of ${'cars'} at \u{1f697}`;
    log.info`nothing to fill`;
    log.info`${Symbol('s')}${null}`;
    expect(memory.records.map(({ message, properties }) => [message, properties])).toEqual([
      ['3 rows of cars at 🚗', {}],
      ['nothing to fill', {}],
      ['Symbol(s)null', {}],
    ]);
  });

  test('as an Error, which is kept whole', () => {
    const error = new TypeError('disk full', { cause: new Error('sector 7') });
    tracing.logger('app').error(error);
    tracing.logger('app').error(error, { file: 'a.csv' });
    tracing.logger('app').error(new RangeError());
    expect(memory.records.map(({ message }) => message)).toEqual(['disk full', 'disk full', 'RangeError']);
    expect(memory.records[0]?.properties).toEqual({ error });
    expect(memory.records[0]?.properties['error']).toBe(error);
    expect(memory.records[1]?.properties).toEqual({ error, file: 'a.csv' });
  });

  test('as a function, called only where the entry passes, once', () => {
    const log = tracing.logger('app');
    const message = jest.fn(() => 'expensive');
    const properties = jest.fn(() => ({ rows: 3 }));
    log.debug(message, properties);
    expect(message).not.toHaveBeenCalled();
    expect(properties).not.toHaveBeenCalled();
    log.info(message, properties);
    log.info('cheap', properties);
    log.error(() => new Error('disk full'));
    expect(message).toHaveBeenCalledTimes(1);
    expect(memory.records).toMatchObject([
      { message: 'expensive', properties: { rows: 3 } },
      { message: 'cheap', properties: { rows: 3 } },
      { message: 'disk full', properties: { error: expect.any(Error) } },
    ]);
  });

  test('whose function throws says so', () => {
    const error = new Error('no plan');
    const log = tracing.logger('app').with({ page: 1 });
    const bad = () => {
      throw error;
    };
    log.info(bad);
    log.info('the properties', bad);
    expect(memory.records).toMatchObject([
      { message: 'the message could not be made', properties: { error, page: 1 } },
      { message: 'the properties', properties: { error, page: 1 } },
    ]);
  });
});

describe('with', () => {
  test('adds properties to each entry, under the same target; the entry overrides them', () => {
    const log = tracing.logger('app').with({ user: 'ada', page: 1 }).with({ page: 2 });
    log.info('one');
    log.info('two', { page: 3 });
    log.error('three', new Error('disk full'));
    log.info`four`;
    expect(memory.records).toMatchObject([
      { target: 'app', properties: { user: 'ada', page: 2 } },
      { target: 'app', properties: { user: 'ada', page: 3 } },
      { target: 'app', properties: { user: 'ada', page: 2, error: expect.any(Error) } },
      { target: 'app', properties: { user: 'ada', page: 2 } },
    ]);
  });

  test('keeps the values as they are, and its object as it was', () => {
    const now = new Date();
    const bound = { now, items: new Set([1]) };
    const log = tracing.logger('app').with(bound);
    bound.now = new Date(0);
    log.info('hello');
    expect(last()?.properties['now']).toBe(now);
    expect(last()?.properties['items']).toBe(bound.items);
  });

  test('leaves the logger it came from as it was', () => {
    const log = tracing.logger('app');
    log.with({ user: 'ada' });
    log.info('hello');
    expect(last()?.properties).toEqual({});
  });
});

describe('child', () => {
  test('has a target below its parent’s, and the bound properties', () => {
    const log = tracing.logger('app').with({ user: 'ada' }).child('ui', { page: 1 }).child('button');
    log.info('clicked', { times: 2 });
    expect(last()).toMatchObject({
      target: 'app.ui.button',
      properties: { user: 'ada', page: 1, times: 2 },
    });
  });

  test('is filtered by its own target, also when the filter changes', () => {
    const log = tracing.logger('app');
    const child = log.child('ui');
    const bound = child.with({ page: 1 });
    tracing.setFilter('warn,app.ui=debug');
    for (const logger of [log, child, bound]) logger.debug('hello');
    expect(memory.records).toHaveLength(2);
    tracing.setFilter('debug,app.ui=warn');
    for (const logger of [log, child, bound]) logger.debug('hello');
    expect(memory.records).toHaveLength(3);
    expect(last()?.target).toBe('app');
  });

  test.each([[''], [undefined], [5]])('needs a name: %j', (name) => {
    expect(() => tracing.logger('app').child(/** @type {any} */ (name))).toThrow(
      /^child: the name is .*; allowed is a string that is not empty$/,
    );
  });
});

test('the option `now` of init dates the entries', async () => {
  let now = 1000.5;
  const module = fakeModule();
  const dated = await init({ module, sinks: [memory], now: () => now });
  dated.logger('app').info('one');
  now = 2000;
  module.test.log({ level: 4, target: 'cpp', modulePath: '', file: '', line: 0 }, 5, 'two', undefined);
  expect(memory.records.map(({ time }) => time)).toEqual([1000.5, 2000]);
});
