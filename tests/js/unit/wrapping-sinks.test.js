import { inspect } from 'node:util';

import { afterEach, describe, expect, jest, test } from '@jest/globals';

import {
  memorySink,
  tee,
  withFilter,
  withRateLimit,
  withRedaction,
  withSampling,
  withSourceRoot,
} from '../../../js/index.js';
import { toJson } from '../../../js/record/record-json.js';
import { fakeClock } from '../../../js/testing/index.js';
import { record } from './record.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** @param {import('../../../js/index.js').MemorySink} memory */
const messages = (memory) => memory.records.map(({ message }) => message);

describe('withFilter', () => {
  test('by level', () => {
    const memory = memorySink();
    const sink = withFilter(memory, 'warn');
    for (const level of /** @type {const} */ (['fatal', 'error', 'warn', 'info', 'trace'])) {
      sink(record({ level, message: level }));
    }
    withFilter(memory, 'off')(record({ level: 'fatal' }));
    expect(messages(memory)).toEqual(['fatal', 'error', 'warn']);
  });

  test('by a function', () => {
    const memory = memorySink();
    const sink = withFilter(memory, ({ module }) => module === 'decoder');
    sink(record({ module: 'decoder', message: 'mine' }));
    sink(record({ module: 'main' }));
    expect(messages(memory)).toEqual(['mine']);
  });

  test.each([
    [
      'loud',
      'withFilter: the filter is "loud"; allowed are off, fatal, error, warn, info, debug, trace, and a function of a record',
    ],
    [
      4,
      'withFilter: the filter is 4; allowed are off, fatal, error, warn, info, debug, trace, and a function of a record',
    ],
  ])('refuses %j', (filter, message) => {
    expect(() => withFilter(() => {}, /** @type {any} */ (filter))).toThrow(message);
  });
});

describe('withSampling', () => {
  test('passes the share of records that are not severe', () => {
    const memory = memorySink();
    const draws = [0.1, 0.3, 0.24, 0.25];
    const sink = withSampling(memory, { rate: 0.25, random: () => draws.shift() ?? 1 });
    for (const message of 'abcd') sink(record({ message }));
    sink(record({ message: 'warning', level: 'warn' }));
    expect(messages(memory)).toEqual(['a', 'c', 'warning']);
  });

  test('keeps the records of `keep`', () => {
    const memory = memorySink();
    const sink = withSampling(memory, { rate: 0, keep: 'fatal' });
    sink(record({ level: 'error' }));
    sink(record({ level: 'fatal', message: 'kept' }));
    withSampling(memory, { rate: 0, keep: 'off' })(record({ level: 'fatal' }));
    expect(messages(memory)).toEqual(['kept']);
  });

  test.each([
    [{ rate: 1.5 }, 'withSampling: option "rate" is 1.5; allowed is a number from 0 to 1'],
    [{ rate: '1' }, 'withSampling: option "rate" is "1"; allowed is a number from 0 to 1'],
    [{}, 'withSampling: option "rate" is undefined; allowed is a number from 0 to 1'],
    [{ rate: 1, keep: 'loud' }, /^withSampling: option "keep" is "loud"; allowed are off/],
  ])('refuses %j', (options, message) => {
    expect(() => withSampling(() => {}, /** @type {any} */ (options))).toThrow(message);
  });
});

describe('withRedaction', () => {
  test('replaces values with a secret name, at any depth, on copies', () => {
    const memory = memorySink();
    const properties = {
      user: 'ada',
      Password: 'p',
      nested: { list: [{ apiKey: 'k', page: 1 }], headers: new Map([['Authorization', 'Bearer x']]) },
    };
    const before = structuredClone(properties);
    withRedaction(memory)(record({ properties }));
    expect(memory.records[0]?.properties).toEqual({
      user: 'ada',
      Password: '[redacted]',
      nested: {
        list: [{ apiKey: '[redacted]', page: 1 }],
        headers: new Map([['Authorization', '[redacted]']]),
      },
    });
    expect(properties).toEqual(before);
  });

  test('replaces patterns in messages and texts, each time', () => {
    const memory = memorySink();
    const sink = withRedaction(memory, { patterns: [/\d{4}/], replacement: '####$&' });
    const error = new TypeError('card 1234', { cause: new Error('also 5678') });
    sink(record({ message: '1234 and 5678', properties: { text: '9999', set: new Set(['1234']), error } }));
    const { message, properties } = memory.records[0] ?? record();
    expect(message).toBe('####$& and ####$&');
    expect(properties).toMatchObject({ text: '####$&', set: new Set(['####$&']) });
    const copy = /** @type {any} */ (properties['error']);
    expect(copy).toBeInstanceOf(TypeError);
    expect([copy.message, copy.cause.message]).toEqual(['card ####$&', 'also ####$&']);
    expect(copy.stack).toContain('card ####$&');
    expect(copy.stack).not.toContain('1234');
    expect(error.message).toBe('card 1234');
  });

  test('looks into objects of classes, and leaves dates and bytes as they are', () => {
    class Session {
      token = 't';
      page = 1;
    }
    const memory = memorySink();
    const [date, bytes] = [new Date(), new Uint8Array(3)];
    withRedaction(memory)(record({ properties: { session: new Session(), date, bytes } }));
    const { session, ...rest } = /** @type {any} */ ((memory.records[0] ?? record()).properties);
    expect(session).toBeInstanceOf(Session);
    expect({ ...session }).toEqual({ token: '[redacted]', page: 1 });
    expect(rest).toEqual({ date, bytes });
  });

  test('passes nothing that it did not search', () => {
    const memory = memorySink();
    let deep = /** @type {object} */ ({ token: 't' });
    for (let i = 0; i < 20; ++i) deep = { deep };
    const loop = { loop: {} };
    loop.loop = loop;
    withRedaction(memory)(record({ properties: { deep, loop } }));
    expect(JSON.stringify(memory.records[0]?.properties)).not.toContain('"t"');
  });

  describe('replaces patterns in every text of a value', () => {
    class Account {
      #password = 'SECRET';
      toJSON() {
        return { login: this.#password };
      }
    }
    const form = new FormData();
    form.append('a', 'SECRET');
    form.append('a', 'SECRET too');
    const url = new URL('https://u:SECRET@host/?q=SECRET#SECRET');
    /** @type {[string, unknown][]} */
    const values = [
      ['toJSON', new Account()],
      ['an address', url],
      ['headers', new Headers({ a: 'SECRET' })],
      ['search parameters', new URLSearchParams({ q: 'SECRET' })],
      ['a form', form],
      ['a request', new Request('http://host/?q=SECRET', { headers: { a: 'SECRET' } })],
      ['the name of a property', { SECRET: 1, 'SECRET ': 2 }],
      ['the key of a map', new Map([['SECRET', 1], ['SECRET ', 2]])], // prettier-ignore
      ['a regular expression', /SECRET/],
      ['a function', function SECRET() {}],
      ['a symbol', Symbol('SECRET')],
      ['a boxed text', Object('SECRET')],
      ['several errors', new AggregateError([new Error('SECRET')])],
      ['an exception of the platform', new DOMException('SECRET', 'AbortError')],
      ['a getter that throws', { get a() { throw new Error('SECRET'); } }], // prettier-ignore
    ];

    test.each(values)('%s', (_, value) => {
      const memory = memorySink();
      withRedaction(memory, { patterns: [/SECRET/] })(record({ properties: { value } }));
      const [{ properties } = record()] = memory.records;
      expect(toJson(properties)).not.toContain('SECRET');
      expect(toJson(properties)).toContain('redacted]');
      expect(inspect(properties, { depth: 9, showHidden: true })).not.toContain('SECRET');
    });

    test('numbers', () => {
      const memory = memorySink();
      withRedaction(memory, { patterns: [/\d{16}/] })(
        record({ properties: { card: 4111111111111111, big: 4111111111111111n, rows: 3 } }),
      );
      expect(memory.records[0]?.properties).toEqual({ card: '[redacted]', big: '[redacted]', rows: 3 });
    });
  });

  test('replaces values with a secret name in an address and in headers', () => {
    const memory = memorySink();
    const url = new URL('https://u:pw@host/?token=t&page=1');
    withRedaction(memory)(record({ properties: { url, headers: new Headers({ cookie: 'c', a: 'b' }) } }));
    const shown = toJson(memory.records[0]?.properties);
    expect(shown).not.toMatch(/pw|=t&|"c"/);
    expect(shown).toContain('page=1');
    expect(shown).toContain('"a":"b"');
  });

  test('is bounded', () => {
    const memory = memorySink();
    /** @type {any[]} */
    const nodes = Array.from({ length: 20 }, () => []);
    for (const node of nodes) node.push(...nodes);
    withRedaction(memory)(record({ properties: { nodes } }));
    expect(memory.records).toHaveLength(1);
  });

  test('keys of one’s own', () => {
    const memory = memorySink();
    const sink = withRedaction(memory, { keys: ['Email', /^x-/] });
    sink(record({ properties: { email: 'a@b', 'x-id': 7, password: 'not asked for' } }));
    expect(memory.records[0]?.properties).toEqual({
      email: '[redacted]',
      'x-id': '[redacted]',
      password: 'not asked for',
    });
  });

  test.each([
    [
      { keys: 'password' },
      'option "keys" is "password"; allowed is an array of strings and regular expressions',
    ],
    [{ patterns: ['x'] }, 'option "patterns" is an array; allowed is an array of regular expressions'],
    [{ replacement: 5 }, 'option "replacement" is 5; allowed is a string that is not empty'],
  ])('refuses %j', (options, message) => {
    expect(() => withRedaction(() => {}, /** @type {any} */ (options))).toThrow(`withRedaction: ${message}`);
  });
});

describe('a decision that throws costs no record', () => {
  const error = new Error('undecided');
  const fail = () => {
    throw error;
  };

  test.each(
    /** @type {[string, (sink: import('../../../js/index.js').Sink) => import('../../../js/index.js').Sink][]} */ ([
      ['withFilter', (sink) => withFilter(sink, fail)],
      ['withSampling', (sink) => withSampling(sink, { rate: 0.5, random: fail })],
    ]),
  )('%s', async (_, wrap) => {
    const memory = memorySink();
    expect(() => wrap(memory)(record())).toThrow(error);
    expect(memory.records).toHaveLength(1);
    await expect(wrap(async (entry) => memory(entry))(record())).rejects.toThrow(error);
    expect(memory.records).toHaveLength(2);
  });

  test('withRateLimit goes by the clock of the system', () => {
    const memory = memorySink();
    const sink = withRateLimit(memory, { perSecond: 1, clock: { ...fakeClock(), now: fail } });
    sink(record({ message: 'a' }));
    expect(memory.records).toMatchObject([
      { message: 'the clock failed; this is reported once', properties: { problem: error } },
      { message: 'a' },
    ]);
  });

  test('memorySink gives all that it has kept', () => {
    /** @type {string[]} */
    const seen = [];
    const sink = memorySink({
      dumpTo({ message }) {
        seen.push(message);
        throw error;
      },
    });
    sink(record({ message: 'a' }));
    expect(() => sink(record({ level: 'error', message: 'b' }))).toThrow(error);
    expect(seen).toEqual(['a', 'b']);
  });
});

describe('tee', () => {
  test('one that throws does not keep a record from the others, which get a report', () => {
    const [one, two] = [memorySink(), memorySink()];
    const bad = () => {
      throw new Error('disk full');
    };
    const sink = tee(one, bad, two);
    sink(record({ message: 'a' }));
    sink(record({ message: 'b' }));
    for (const memory of [one, two]) {
      expect(messages(memory)).toEqual(['a', 'sink 1 (bad) failed; this is reported once', 'b']);
    }
  });

  test('refuses values that are not sinks', () => {
    expect(() => tee(() => {}, /** @type {any} */ ('console'))).toThrow(
      new TypeError('tee: the sink is "console"; allowed is a function'),
    );
  });
});

describe('a sink before another', () => {
  test.each(
    /** @type {[string, (sink: import('../../../js/index.js').Sink) => any][]} */ ([
      ['tee', (sink) => tee(sink)],
      ['withFilter', (sink) => withFilter(sink, 'trace')],
      ['withRateLimit', (sink) => withRateLimit(sink, { perSecond: 1 })],
      ['withRedaction', (sink) => withRedaction(sink)],
      ['withSampling', (sink) => withSampling(sink, { rate: 1 })],
    ]),
  )('%s flushes and ends it', async (_, wrap) => {
    /** @type {string[]} */
    const calls = [];
    const sink = Object.assign(() => {}, {
      flush: async () => void calls.push('flush'),
      close: () => void calls.push('close'),
    });
    await wrap(sink)[Symbol.asyncDispose]();
    wrap(sink)[Symbol.dispose]();
    expect(calls).toEqual(['flush', 'close', 'close']);
    await wrap(() => {}).flush();
    wrap(() => {}).close();
  });
});

describe('withSourceRoot', () => {
  test('gives the whole address of a C++ file, and leaves entries of JavaScript alone', () => {
    const memory = memorySink();
    const sink = withSourceRoot(memory, 'http://localhost:5173/src/');
    const fromCpp = record({ file: 'engine/a b.cpp', line: 7 });
    const fromJavaScript = record({ file: '', line: 0 });
    sink(fromCpp);
    sink(fromJavaScript);
    expect(memory.records).toEqual([
      { ...fromCpp, file: 'http://localhost:5173/src/engine/a%20b.cpp' },
      fromJavaScript,
    ]);
  });

  test.each([['/src/'], ['http://localhost/src'], [5], [undefined]])('refuses the root %p', (root) => {
    expect(() => withSourceRoot(() => {}, /** @type {any} */ (root))).toThrow(
      /^withSourceRoot: the root is .*; allowed is an absolute URL that ends with a slash$/,
    );
  });
});
