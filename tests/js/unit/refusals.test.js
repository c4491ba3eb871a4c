/**
 * Every exported function, given invalid values: one message that names the function, the argument or option, the
 * value, and the allowed values.
 */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { init as initExternal } from '../../../js/external.js';
import * as main from '../../../js/index.js';
import * as testing from '../../../js/testing/index.js';
import { fakeModule } from './fake-module.js';

/** The functions as an untyped caller sees them. @type {any} */
const api = { ...main, ...testing };
const sink = () => {};
const port = new MessageChannel().port1;
const stream = { write() {} };

/** @type {any} */
let tracing;
beforeAll(async () => {
  tracing = await main.init({ module: fakeModule(), sinks: [] });
});
afterAll(() => {
  tracing.shutdown();
  port.close();
});

/**
 * Invalid values, by the kind of value that is allowed.
 *
 * @type {Record<string, unknown[]>}
 */
const WRONG = {
  'a function': [5, 'x', null, {}],
  'an object': [5, 'x', null, [], new Map([['a', 'b']])],
  'a string': [5, null, {}],
  'a string that is not empty': ['', 5, null, {}],
  'true, false': ['yes', 0, null],
  'an array': [5, 'x', null, {}],
  'a level': ['loud', '', 5, null],
  'a whole number from 1': [0, -1, 1.5, NaN, Infinity, 2 ** 53, '1', null, 1n],
  'a whole number from 0': [-1, 0.5, NaN, Infinity, 2 ** 53, '1', null],
  'a number above 0': [0, -1, NaN, '1', null],
  'a finite number above 0': [0, -1, NaN, Infinity, '1', null],
  'a finite number from 1': [0, 0.5, NaN, Infinity, '1', null],
  'a number from 0 to 1': [-0.1, 1.1, NaN, Infinity, '1', null],
  'a timer': [0, -1, NaN, Infinity, 2 ** 31, '1', null],
  'a clock': [5, null, {}, { now() {} }],
};

/**
 * The functions with options: how they are called with some, and which kind of value each option takes.
 *
 * @type {[string, (options: any) => unknown, Record<string, string>, Record<string, unknown>?][]}
 */
const withOptions = [
  ['consoleSink', (options) => api.consoleSink(options), {
    console: 'an object', colors: 'true, false', timestamps: 'true, false', target: 'true, false',
    properties: 'a level', format: 'a function',
  }],
  ['httpSink', (options) => api.httpSink(options), {
    url: 'a string that is not empty', headers: 'an object', header: 'true, false',
    batchSize: 'a whole number from 1', interval: 'a timer', maxQueued: 'a whole number from 1',
    maxQueuedBytes: 'a whole number from 1', maxRetries: 'a whole number from 0', fetch: 'a function',
    clock: 'a clock',
  }, { url: 'http://localhost/' }],
  ['jsonLinesSink', (options) => api.jsonLinesSink(stream, options), { maxWaiting: 'a number above 0' }],
  ['memorySink', (options) => api.memorySink(options), {
    capacity: 'a whole number from 1', dumpTo: 'a function', dumpAt: 'a level',
  }],
  ['portSink', (options) => api.portSink(port, options), { name: 'a string that is not empty' }],
  ['withBacktrace', (options) => api.withBacktrace(sink, options), {
    size: 'a whole number from 1', level: 'a level', trigger: 'a level',
  }],
  ['span', (options) => tracing.span('load', sink, options), {
    target: 'a string that is not empty', properties: 'an object',
  }],
  ['metric', (options) => tracing.metric('rows', 1, 'count', options), {
    target: 'a string that is not empty', properties: 'an object',
  }],
  ['withRateLimit', (options) => api.withRateLimit(sink, options), {
    perSecond: 'a finite number above 0', burst: 'a finite number from 1', clock: 'a clock',
  }, { perSecond: 1 }],
  ['withRedaction', (options) => api.withRedaction(sink, options), {
    keys: 'an array', patterns: 'an array', replacement: 'a string that is not empty',
  }],
  ['withSampling', (options) => api.withSampling(sink, options), {
    rate: 'a number from 0 to 1', keep: 'a level', random: 'a function',
  }, { rate: 1 }],
  ['captureConsole', (options) => api.captureConsole(tracing, options), {
    target: 'a string that is not empty', uncaught: 'true, false', passThrough: 'true, false',
  }],
  ['attach', (options) => tracing.attach(fakeModule(), options), { name: 'a string that is not empty' }],
  ...Object.entries({ init: api.init, 'init of external': initExternal }).map(
    ([name, init]) => /** @type {any} */ ([name, (/** @type {any} */ options) => init(options), {
      module: 'an object', core: 'an object', signal: 'an object', name: 'a string that is not empty',
      level: 'a level', filter: 'a string', sinks: 'an array', properties: 'an object',
      filterOverride: 'true, false', now: 'a function',
      ...(name === 'init of external' ? { wasmUrl: 'a string that is not empty' } : {}),
    }]),
  ),
]; // prettier-ignore

/** Returns the error that a call throws or rejects with. @param {() => unknown} call */
async function refusalOf(call) {
  try {
    await call();
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  throw new Error('nothing was refused');
}

/** @param {unknown} value */
const shown = (value) =>
  typeof value === 'bigint'
    ? `${value}n`
    : typeof value === 'string'
      ? JSON.stringify(value)
      : typeof value === 'object' && value !== null
        ? `an? (object|array)`
        : String(value);

/** @param {string} text */
const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe.each(withOptions)('%s', (title, call, options, required = {}) => {
  const [name] = title.split(' ');

  const cases = Object.entries(options).flatMap(([option, kind]) =>
    (WRONG[kind] ?? []).map((value) => /** @type {const} */ ([option, value])),
  );

  test.each(cases)('option %s: %p', async (option, value) => {
    const error = await refusalOf(() => call({ ...required, [option]: value }));
    expect(error).toBeInstanceOf(Error);
    const place = typeof value === 'object' || typeof value === 'string' ? '.+' : literally(shown(value));
    expect(error.message).toMatch(
      new RegExp(`^${name}: option "${option}(\\[\\d\\])?" is ${place}; allowed (is|are) .+$`),
    );
  });

  test('an unknown option', async () => {
    const error = await refusalOf(() => call({ ...required, levle: 'info' }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(
      new RegExp(`^${name}: option "levle" is not known; allowed are ${Object.keys(options)[0]}`),
    );
  });

  test.each([null, 5, 'x', [], new Map(), sink])('%p in place of the options', async (value) => {
    const error = await refusalOf(() => call(value));
    expect(error.message).toMatch(
      new RegExp(
        `^${name}: the options are (null|5|"x"|an array|an object \\(Map\\)|a function); an object is allowed$`,
      ),
    );
  });
});

/** A call, and its message. @type {[string, () => unknown, string][]} */
const calls = [
  ['tee', () => api.tee(sink, 5), 'tee: the sink is 5; allowed is a function'],
  ['withFilter: sink', () => api.withFilter(5, 'warn'), 'withFilter: the sink is 5; allowed is a function'],
  [
    'withFilter: filter',
    () => api.withFilter(sink, 5),
    'withFilter: the filter is 5; allowed are off, fatal, error, warn, info, debug, trace, and a function of a record',
  ],
  [
    'withFilter: level',
    () => api.withFilter(sink, 'loud'),
    'withFilter: the filter is "loud"; allowed are off, fatal, error, warn, info, debug, trace, and a function of a record',
  ],
  [
    'withRateLimit: nothing',
    () => api.withRateLimit(sink, {}),
    'withRateLimit: option "perSecond" is undefined; allowed is a finite number above 0',
  ],
  [
    'withSampling: nothing',
    () => api.withSampling(sink, {}),
    'withSampling: option "rate" is undefined; allowed is a number from 0 to 1',
  ],
  ...['withRateLimit', 'withRedaction', 'withSampling', 'withSourceRoot', 'receive'].map(
    (name) =>
      /** @type {[string, () => unknown, string]} */ ([
        `${name}: sink`,
        () => (name === 'receive' ? api.receive(port, 5) : api[name](5, {})),
        `${name}: the sink is 5; allowed is a function`,
      ]),
  ),
  ...[undefined, 'src/', 'http://host/src', 5].map(
    (root) =>
      /** @type {[string, () => unknown, string]} */ ([
        `withSourceRoot: ${root}`,
        () => api.withSourceRoot(sink, root),
        `withSourceRoot: the root is ${typeof root === 'string' ? `"${root}"` : root}; allowed is an absolute URL that ends with a slash`,
      ]),
  ),
  [
    'portSink: port',
    () => api.portSink(undefined),
    'portSink: the port is undefined; allowed is an object with postMessage()',
  ],
  [
    'receive: port',
    () => api.receive({}, sink),
    'receive: the port is an object; allowed is an object with addEventListener() or on()',
  ],
  [
    'jsonLinesSink: stream',
    () => api.jsonLinesSink('a.log'),
    'jsonLinesSink: the stream is "a.log"; allowed is a writable stream of Node',
  ],
  [
    'captureConsole: tracing',
    () => api.captureConsole(5),
    'captureConsole: the tracing is 5; allowed is the result of init()',
  ],
  [
    'captureOutput: tracing',
    () => api.captureOutput(5),
    'captureOutput: the tracing is 5; allowed is the result of init()',
  ],
  [
    'captureOutput: module',
    () => api.captureOutput(tracing, 5),
    'captureOutput: the module is 5; allowed is one built by micromegas_add_wasm_module() in CMake',
  ],
  ['setFilter', () => tracing.setFilter(5), 'setFilter: the filter is 5; allowed is a string'],
  [
    'setLevel',
    () => tracing.setLevel('loud'),
    'setLevel: the level is "loud"; allowed are off, fatal, error, warn, info, debug, trace',
  ],
  ['logger', () => tracing.logger(''), 'logger: the target is ""; allowed is a string that is not empty'],
  [
    'child',
    () => tracing.logger('app').child(5),
    'child: the name is 5; allowed is a string that is not empty',
  ],
  ['with', () => tracing.logger('app').with('r'), 'with: the properties are "r"; allowed is an object'],
  [
    'with: nothing',
    () => tracing.logger('app').with(),
    'with: the properties are undefined; allowed is an object',
  ],
  [
    'child: properties',
    () => tracing.logger('app').child('ui', 5),
    'child: the properties are 5; allowed is an object',
  ],
  ['getLogger', () => api.getLogger(5), 'getLogger: the target is 5; allowed is a string that is not empty'],
  ['span: name', () => tracing.span('', sink), 'span: the name is ""; allowed is a string that is not empty'],
  ['span: call', () => tracing.span('load', 5), 'span: the call is 5; allowed is a function'],
  [
    'metric: value',
    () => tracing.metric('rows', '1', 'count'),
    'metric: the value is "1"; allowed are a number and a bigint',
  ],
  [
    'metric: unit',
    () => tracing.metric('rows', 1),
    'metric: the unit is undefined; allowed is a string that is not empty',
  ],
  ['guard', () => tracing.guard({}), 'guard: the call is an object; allowed is a function'],
  [
    'attach: module',
    () => tracing.attach(5),
    'attach: option "module" came to 5 without micromegasInit; allowed is one built by micromegas_add_wasm_module() in CMake',
  ],
  ...[NaN, -1, '5'].flatMap((timeout) =>
    ['tracing', 'httpSink', 'jsonLinesSink', 'memorySink', 'tee', 'withFilter', 'withRedaction'].map(
      (name) => {
        /** @type {Record<string, () => any>} */
        const flushes = {
          tracing: () => tracing,
          httpSink: () => api.httpSink({ url: 'http://localhost/' }),
          jsonLinesSink: () => {
            const lines = api.jsonLinesSink(stream);
            lines({ message: 'one' });
            return lines;
          },
          memorySink: () => api.memorySink({ dumpTo: api.tee(sink) }),
          tee: () => api.tee(sink),
          withFilter: () => api.withFilter(api.tee(sink), 'info'),
          withRedaction: () => api.withRedaction(api.tee(sink)),
        };
        return /** @type {[string, () => unknown, string]} */ ([
          `flush of ${name}: ${timeout}`,
          () => flushes[name]?.().flush(timeout),
          `flush: the timeout is ${typeof timeout === 'string' ? '"5"' : timeout}; allowed is a number from 0`,
        ]);
      },
    ),
  ),
  ...[NaN, Infinity, '5'].map(
    (start) =>
      /** @type {[string, () => unknown, string]} */ ([
        `fakeClock: ${start}`,
        () => api.fakeClock(start),
        `fakeClock: the start is ${typeof start === 'string' ? '"5"' : start}; allowed is a finite number`,
      ]),
  ),
  ...[NaN, -1, Infinity].map(
    (time) =>
      /** @type {[string, () => unknown, string]} */ ([
        `advance: ${time}`,
        () => api.fakeClock().advance(time),
        `fakeClock: the time to advance is ${time}; allowed is a finite number from 0`,
      ]),
  ),
  [
    'setTimeout of fakeClock: call',
    () => api.fakeClock().setTimeout('call', 5),
    'fakeClock: the call is "call"; allowed is a function',
  ],
  [
    'setTimeout of fakeClock: wait',
    () => api.fakeClock().setTimeout(sink, NaN),
    'fakeClock: the wait is NaN; allowed is a number from 0',
  ],
  [
    'toHaveLogged: records',
    () => api.matchers.toHaveLogged(5, {}),
    'toHaveLogged: the records are in 5; allowed are recorder(), memorySink() and an array of records',
  ],
  [
    'toHaveLogged: record',
    () => api.matchers.toHaveLogged([], 'text'),
    'toHaveLogged: the record is "text"; an object is allowed',
  ],
  [
    'toHaveLogged: field',
    () => api.matchers.toHaveLogged([], { msg: 'text' }),
    'toHaveLogged: field "msg" is not known; allowed are level, target, message, time, file, line, modulePath, properties, module',
  ],
  [
    'toHaveLogged: level',
    () => api.matchers.toHaveLogged([], { level: 'loud' }),
    'toHaveLogged: the level is "loud"; allowed are fatal, error, warn, info, debug, trace',
  ],
  [
    'toHaveLogged: properties',
    () => api.matchers.toHaveLogged([], { properties: 5 }),
    'toHaveLogged: the properties are 5; allowed are an object and a matcher',
  ],
  [
    'toHaveLogged: message',
    () => api.matchers.toHaveLogged([], { message: undefined }),
    'toHaveLogged: the field message is undefined; allowed are a string, a regular expression and a matcher',
  ],
  [
    'toHaveLogged: line',
    () => api.matchers.toHaveLogged([], { line: /4/ }),
    'toHaveLogged: the field line is an object (RegExp); allowed are a finite number and a matcher',
  ],
  [
    'toHaveLogged: module',
    () => api.matchers.toHaveLogged([], { module: 5 }),
    'toHaveLogged: the field module is 5; allowed are a string, null, a regular expression and a matcher',
  ],
];

test.each(calls)('%s', async (_, call, message) => {
  expect((await refusalOf(call)).message).toBe(message);
});

test('no function of the package is left out', () => {
  const tried = [...withOptions, ...calls].map(([title]) => title.split(/\W/)[0]);
  const functions = Object.entries({ ...main, ...testing, ...tracing }).filter(
    ([, value]) => typeof value === 'function',
  );
  // These take nothing, or any value.
  const rest = ['recorder', 'getFilter', 'shutdown', 'toJson'];
  expect(functions.map(([name]) => name).filter((name) => !tried.includes(name))).toEqual(
    expect.arrayContaining(rest),
  );
  expect(functions.filter(([name]) => !tried.includes(name) && !rest.includes(name))).toEqual([]);
});
