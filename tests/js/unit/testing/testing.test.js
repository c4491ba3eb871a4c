import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { init, memorySink } from '../../../../js/index.js';
import { fakeClock, matchers, recorder } from '../../../../js/testing/index.js';
import { fakeModule } from '../fake-module.js';
import { record } from '../record.js';

expect.extend(/** @type {any} */ (matchers));

/** @type {import('../../../../js/testing/index.js').Recorder} */
let logged;
/** @type {import('../../../../js/index.js').Tracing} */
let tracing;

beforeEach(async () => {
  logged = recorder();
  tracing = await init({ module: fakeModule(), sinks: [logged] });
});

afterEach(() => tracing.shutdown());

const anyExpect = /** @type {any} */ (expect);

describe('toHaveLogged', () => {
  beforeEach(() => {
    const log = tracing.logger('app.ui');
    log.info('clicked', { button: 'ok', at: { x: 1, y: 2 } });
    log.warn('query took 120 ms', { error: new TypeError('slow') });
  });

  test.each(
    /** @type {[import('../../../../js/testing/index.js').ExpectedRecord][]} */ ([
      [{}],
      [{ level: 'info' }],
      [{ target: 'app.ui', message: 'clicked' }],
      [{ message: /took \d+ ms/g, level: 'warn' }],
      [{ target: /^app\./ }],
      [{ message: expect.stringContaining('120') }],
      [{ properties: { button: 'ok' } }],
      [{ properties: { at: { x: 1, y: 2 } } }],
      [{ properties: { at: expect.objectContaining({ y: 2 }) } }],
      [{ properties: { error: expect.any(TypeError) } }],
      [{ properties: expect.objectContaining({ button: expect.any(String) }) }],
      [{ module: null, file: '', line: 0, time: expect.any(Number) }],
    ]),
  )('finds %j', (expected) => {
    anyExpect(logged).toHaveLogged(expected);
    expect(() => anyExpect(logged).not.toHaveLogged(expected)).toThrow(/^expected no record/);
  });

  test.each(
    /** @type {[import('../../../../js/testing/index.js').ExpectedRecord][]} */ ([
      [{ level: 'error' }],
      [{ level: 'info', message: 'query took 120 ms' }],
      [{ message: 'click' }],
      [{ message: /^took/ }],
      [{ properties: { button: 'cancel' } }],
      [{ properties: { missing: undefined } }],
      [{ properties: { at: { x: 1 } } }],
      [{ properties: { error: expect.any(RangeError) } }],
    ]),
  )('does not find %j', (expected) => {
    anyExpect(logged).not.toHaveLogged(expected);
    expect(() => anyExpect(logged).toHaveLogged(expected)).toThrow(/^expected a record/);
  });

  const loop = { self: {} };
  loop.self = loop;

  test.each([
    ['a bigint', 5n],
    ['an object that refers to itself', loop],
    ['a symbol', Symbol('s')],
    ['a map', new Map([['a', 1n]])],
    ['an error', new Error('disk full')],
  ])('%s', (_, value) => {
    tracing.logger('app').info('given', { value });
    anyExpect(logged).toHaveLogged({ properties: { value } });
    expect(() => anyExpect(logged).not.toHaveLogged({ properties: { value } })).toThrow(
      /^expected no record/,
    );
    expect(() => anyExpect(logged).toHaveLogged({ message: 'other', properties: { value } })).toThrow(
      /^expected a record/,
    );
  });

  test.each([
    [{ lvel: 'info' }, 'field "lvel" is not known; allowed are level, target, message, time, file, line'],
    [{ level: 'wran' }, 'the level is "wran"; allowed are fatal, error, warn, info, debug, trace'],
    [{ properties: 5 }, 'the properties are 5; allowed are an object and a matcher'],
    ['clicked', 'the record is "clicked"; an object is allowed'],
    [undefined, 'the record is undefined; an object is allowed'],
  ])('refuses %j', (expected, message) => {
    expect(() => anyExpect(logged).toHaveLogged(expected)).toThrow(`toHaveLogged: ${message}`);
    expect(() => anyExpect(logged).not.toHaveLogged(expected)).toThrow(`toHaveLogged: ${message}`);
  });

  test('lists the records that were logged instead', () => {
    expect(() => anyExpect(logged).toHaveLogged({ message: /^closed/, level: 'info' })).toThrow(
      'expected a record { message: /^closed/, level: "info" }, but there are\n' +
        '  info [app.ui] clicked {"button":"ok","at":{"x":1,"y":2}}\n  warn [app.ui] query took 120 ms {"error"',
    );
    logged.clear();
    expect(() => anyExpect(logged).toHaveLogged({ level: 'info' })).toThrow(
      'expected a record { level: "info" }, but nothing was logged',
    );
  });

  test('looks into memory sinks and arrays too, and nothing else', () => {
    const memory = memorySink();
    memory(record({ message: 'kept' }));
    anyExpect(memory).toHaveLogged({ message: 'kept' });
    anyExpect(memory.records).toHaveLogged({ message: 'kept' });
    expect(() => anyExpect('text').toHaveLogged({})).toThrow(
      'toHaveLogged: the records are in "text"; allowed are recorder(), memorySink() and an array of records',
    );
  });
});

// In a process of its own, as Vitest's expect conflicts with Jest's.
test('toHaveLogged with the expect of Vitest', async () => {
  const script = `
    import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
    import { expect, use } from 'chai';
    import { matchers, recorder } from './js/testing/index.js';

    for (const plugin of [JestChaiExpect, JestExtend, JestAsymmetricMatchers]) use(plugin);
    expect.extend(expect, matchers);
    const logged = recorder();
    logged({ level: 'warn', target: 'app', message: 'took 120 ms', properties: { at: { x: 1, y: 2 } } });
    expect(logged).toHaveLogged({ level: 'warn', message: /took \\d+ ms/, properties: { at: { x: 1, y: 2 } } });
    expect(logged).toHaveLogged({ properties: { at: expect.objectContaining({ y: expect.any(Number) }) } });
    expect(logged).not.toHaveLogged({ properties: { at: { x: 1 } } });
    for (const wrong of [
      () => expect(logged).toHaveLogged({ message: 'took' }),
      () => expect(logged).not.toHaveLogged({ level: 'warn' }),
    ]) {
      try { wrong(); } catch (error) { console.log(error.message.split(',')[0]); }
    }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('../../../../', import.meta.url)),
  });
  expect(stdout).toBe('expected a record { message: "took" }\nexpected no record { level: "warn" }\n');
});

describe('failOnUnexpectedErrors', () => {
  test('names the errors that the test did not match, and clears the recorder', () => {
    const log = tracing.logger('app');
    log.warn('only a warning');
    log.error('save failed', { file: 'a.csv' });
    log.fatal('out of memory');
    expect(() => logged.failOnUnexpectedErrors()).toThrow(
      new Error(
        'errors were logged that the test did not expect:\n' +
          '  error [app] save failed {"file":"a.csv"}\n  fatal [app] out of memory',
      ),
    );
    expect(logged.records).toEqual([]);
    expect(() => logged.failOnUnexpectedErrors()).not.toThrow();
  });

  test('is silent about errors that toHaveLogged has found', () => {
    tracing.logger('app').error('save failed');
    /** @type {any} */ (expect(logged)).toHaveLogged({ level: 'error', message: 'save failed' });
    expect(() => logged.failOnUnexpectedErrors()).not.toThrow();
  });

  test('is not silenced by not.toHaveLogged', () => {
    tracing.logger('app').error('save failed');
    expect(() => /** @type {any} */ (expect(logged)).not.toHaveLogged({ level: 'warn' })).not.toThrow();
    expect(() => logged.failOnUnexpectedErrors()).toThrow('save failed');
  });
});

describe('fakeClock', () => {
  test('stands until it is moved', async () => {
    const clock = fakeClock(1000);
    expect(clock.now()).toBe(1000);
    await clock.advance(250);
    expect(clock.now()).toBe(1250);
  });

  test('fires due timers, in order, at their times; also timers that they set', async () => {
    const clock = fakeClock();
    /** @type {[string, number][]} */
    const calls = [];
    const note = (/** @type {string} */ name) => void calls.push([name, clock.now()]);
    clock.setTimeout(() => note('b'), 20);
    clock.setTimeout(async () => {
      note('a');
      await undefined;
      clock.setTimeout(() => note('c'), 15);
    }, 10);
    clock.setTimeout(() => note('too late'), 31);
    clock.clearTimeout(clock.setTimeout(() => note('cleared'), 5));
    await clock.advance(30);
    expect(calls).toEqual([
      ['a', 10],
      ['b', 20],
      ['c', 25],
    ]);
    await clock.advance(1);
    expect(calls.at(-1)).toEqual(['too late', 31]);
  });

  test('dates the entries of an init', async () => {
    const clock = fakeClock(5000);
    const dated = await init({ module: fakeModule(), sinks: [logged], now: clock.now });
    dated.logger('app').info('hello');
    expect(logged.records[0]?.time).toBe(5000);
  });
});

test('a clock refuses invalid times', async () => {
  expect(() => fakeClock(NaN)).toThrow('fakeClock: the start is NaN; allowed is a finite number');
  await expect(fakeClock().advance(-1)).rejects.toThrow(
    'fakeClock: the time to advance is -1; allowed is a finite number from 0',
  );
});
