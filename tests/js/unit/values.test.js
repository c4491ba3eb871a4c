/** Values that are no plain data: in lines of JSON, in entries, in arguments of the console. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { captureConsole, init, memorySink } from '../../../js/index.js';
import { toJson } from '../../../js/record/record-json.js';
import { fakeModule } from './fake-module.js';

/** @param {unknown} value */
const inJson = (value) => JSON.parse(toJson({ value })).value;

class Account {
  #id = 7;
  get id() {
    return this.#id;
  }
}

class Card extends Account {
  toJSON() {
    return { id: this.id };
  }
}

/** @type {[string, any, unknown][]} */
const kinds = [
  ['Date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['an invalid Date', new Date(NaN), 'Invalid Date'],
  ['Map', new Map([['a', 1]]), { a: 1 }],
  [
    'Map of other keys',
    new Map(/** @type {[any, any][]} */ ([[{}, 1], [{ b: 1 }, 2], [1, 3], ['1', 4]])), // prettier-ignore
    [[{}, 1], [{ b: 1 }, 2], [1, 3], ['1', 4]], // prettier-ignore
  ],
  ['Set', new Set([1, 'b']), [1, 'b']],
  ['URL', new URL('http://host/?a=1'), 'http://host/?a=1'],
  ['RegExp', /x+/g, '/x+/g'],
  ['Headers', new Headers({ a: 'b' }), { a: 'b' }],
  ['URLSearchParams', new URLSearchParams('a=1&a=2'), [['a', '1'], ['a', '2']]], // prettier-ignore
  ['Number', Object(5), '5'],
  ['ArrayBuffer', new ArrayBuffer(16), 'ArrayBuffer(16)'],
  ['Uint8Array', new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
  ['BigInt64Array', new BigInt64Array([1n]), 'BigInt64Array(1) [1]'],
  ['Promise', Promise.resolve(), '[Promise]'],
  ['WeakMap', new WeakMap(), '[WeakMap]'],
  ['a class without fields', new Account(), {}],
  ['a class that names itself', new Card(), { id: 7 }],
];

describe('a value that is no plain data', () => {
  test.each(kinds)('%s, in JSON', (_, value, expected) => {
    expect(inJson(value)).toEqual(expected);
    expect(inJson([value])).toEqual([expected]);
  });

  test.each(kinds)('%s, in place of the properties, is kept whole', async (_, value) => {
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [memory] });
    tracing.logger('app').info('at', value);
    expect(memory.records[0]?.properties['value']).toBe(value);
  });

  test('a Response, a Request, an Event: the attributes that their classes declare', () => {
    const response = new Response('no', { status: 404, headers: { a: 'b' } });
    expect(inJson(response)).toMatchObject({ status: 404, ok: false, headers: { a: 'b' } });
    const request = new Request('http://host/', { headers: { a: 'b' } });
    expect(inJson(request)).toMatchObject({ method: 'GET', url: 'http://host/', headers: { a: 'b' } });
    expect(inJson(new Event('click'))).toMatchObject({ type: 'click' });
  });

  test('all errors of one', () => {
    const errors = new AggregateError([new Error('first'), new Error('second')], 'all failed', {
      cause: new Error('why'),
    });
    expect(inJson(errors)).toMatchObject({
      name: 'AggregateError',
      message: 'all failed',
      errors: [{ message: 'first' }, { message: 'second' }],
      cause: { message: 'why' },
    });
  });

  test('one that calls itself a Map', () => {
    expect(inJson({ [Symbol.toStringTag]: 'Map', a: 1 })).toEqual({ a: 1 });
    const hostile = {
      get [Symbol.toStringTag]() {
        throw new Error('no name');
      },
      a: 1,
    };
    expect(inJson(hostile)).toEqual({ a: 1 });
  });

  test('a getter that throws costs no other field', async () => {
    const lazy = {
      id: 5,
      get name() {
        throw new Error('not loaded');
      },
    };
    expect(inJson(lazy)).toEqual({ id: 5, name: '[Error: not loaded]' });
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [memory] });
    tracing.logger('app').info('lazy', lazy);
    expect(memory.records[0]?.properties).toEqual({ id: 5, name: '[Error: not loaded]' });
  });
});

describe('a value that is large', () => {
  /** @param {number} count */
  function mesh(count) {
    /** @type {Record<string, object>[]} */
    const nodes = Array.from({ length: count }, () => ({}));
    for (const a of nodes) nodes.forEach((b, index) => a !== b && (a[`to${index}`] = b));
    return nodes[0];
  }

  /** @type {[string, unknown][]} */
  const large = [
    ['an image', new Uint8ClampedArray(8_000_000)],
    ['objects that all refer to each other', mesh(20)],
    ['a long list', Array(5_000_000).fill({ a: 1 })],
    ['a list with holes', Array(4_000_000_000)],
    ['a large map', new Map(Array.from({ length: 100_000 }, (_, index) => [index, index]))],
    ['a long text', 'x'.repeat(10_000_000)],
    ['many long texts', Array(100).fill('x'.repeat(100_000))],
    ['a long name', { ['x'.repeat(10_000_000)]: 1 }],
  ];

  test.each(large)('%s', (_, value) => {
    const line = toJson({ message: 'm', properties: { value, after: 'here' }, module: 'main' });
    expect(line.length).toBeLessThan(1_000_000);
    expect(JSON.parse(line)).toMatchObject({ message: 'm', module: 'main' });
  });

  test('nothing is null', () => {
    expect(toJson(undefined)).toBe('null');
  });

  test('says so', () => {
    expect(inJson(new Uint8Array(1000))).toBe(
      `Uint8Array(1000) [${Array(16).fill(0).join(', ')}, … 984 more]`,
    );
    expect(inJson('x'.repeat(300_000)).slice(-24)).toBe('xx… (300000 characters)'.padStart(24, 'x'));
    expect(inJson(Array(20_000).fill(1)).at(-1)).toBe('[too large]');
  });

  test('one that is not is written whole', () => {
    const rows = Array.from({ length: 1000 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] }));
    expect(inJson(rows)).toEqual(rows);
  });
});

describe('several errors', () => {
  test('an error and properties with one of that name', async () => {
    const memory = memorySink();
    const tracing = await init({ module: fakeModule(), sinks: [memory] });
    const error = new Error('disk full');
    tracing.logger('app').error(error, { error: 'E42', file: 'a' });
    tracing.logger('app').error(error, { file: 'a' });
    expect(memory.records.map(({ properties }) => properties)).toEqual([
      { error, args: [{ error: 'E42', file: 'a' }] },
      { error, file: 'a' },
    ]);
  });
});

describe('the arguments of the console', () => {
  /** @type {import('../../../js/index.js').MemorySink} */
  let memory;
  /** @type {import('../../../js/index.js').Tracing} */
  let tracing;
  beforeEach(async () => {
    memory = memorySink();
    tracing = await init({ module: fakeModule(), sinks: [memory] });
    jest.spyOn(console, 'log').mockImplementation(() => {});
    captureConsole(tracing);
  });
  afterEach(() => {
    tracing.shutdown();
    jest.restoreAllMocks();
  });

  const [first, second] = [new Error('first'), new Error('second')];
  const map = new Map([['k', 'v']]);

  test.each(
    /** @type {[unknown[], string, object][]} */ ([
      [['started at', new Date(0)], 'started at 1970-01-01T00:00:00.000Z', {}],
      [[new URL('http://host/'), /x/], 'http://host/ /x/', {}],
      [['%s and %o', new Date(0), map], '1970-01-01T00:00:00.000Z and {"k":"v"}', {}],
      [[map], 'Map', { value: map }],
      [['both failed', first, second], 'both failed first second', { args: [second], error: first }],
      [[{ error: 'E42' }, first], 'first', { args: [{ error: 'E42' }], error: first }],
      [[{ code: 'E42' }, first], 'first', { code: 'E42', error: first }],
      [['sizes', new Uint8Array(2)], 'sizes Uint8Array(2) [0, 0]', {}],
    ]),
  )('%p', (args, message, properties) => {
    console.log(...args);
    expect(memory.records).toMatchObject([{ message }]);
    expect(memory.records[0]?.properties).toEqual(properties);
  });
});
