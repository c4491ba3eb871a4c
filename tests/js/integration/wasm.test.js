import { beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init, levels, memorySink, withBacktrace } from 'micromegas-tracing';

import { makeProbe, probes } from './probe.js';

describe.each(probes)('%s', (name) => {
  /** @type {any} */
  let probe;
  /** @type {import('micromegas-tracing').MemorySink} */
  let memory;

  beforeEach(async () => {
    probe = await makeProbe(name);
    memory = memorySink();
  });

  /** @param {Partial<import('micromegas-tracing').InitOptions>} [options] */
  const start = (options) => init({ module: probe, sinks: [memory], ...options });

  const shown = () => memory.records.map(({ level, target, message }) => `${level} ${target} ${message}`);

  describe('an entry of C++', () => {
    test('arrives with all its fields', async () => {
      await start({ name: 'engine' });
      const before = Date.now();
      probe.logInterop(3, 'engine::sql', 'slow query', 'engine/sql.cpp', 42, { rows: '406', zone: 'grüße' });
      expect(memory.records).toEqual([
        {
          level: 'warn',
          target: 'engine::sql',
          message: 'slow query',
          time: expect.any(Number),
          file: 'engine/sql.cpp',
          line: 42,
          modulePath: '',
          properties: { rows: '406', zone: 'grüße' },
          module: 'engine',
        },
      ]);
      expect(memory.records[0]?.time).toBeGreaterThanOrEqual(before);
      expect(memory.records[0]?.time).toBeLessThanOrEqual(Date.now());
    });

    test('arrives at each level, in order with those of JavaScript', async () => {
      const tracing = await start({ level: 'trace' });
      const log = tracing.logger('app');
      levels.forEach((level, index) => {
        probe.logInterop(index + 1, 'engine', level, '', 0, {});
        log[level](level);
      });
      expect(shown()).toEqual(
        levels.flatMap((level) => [`${level} engine ${level}`, `${level} app ${level}`]),
      );
      const times = memory.records.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    });

    test('below the filter is kept for an error', async () => {
      const plain = memorySink();
      const tracing = await start({
        level: 'warn',
        sinks: [withBacktrace(memory, { level: 'debug' }), plain],
      });
      const levelsOf = (/** @type {typeof memory} */ { records }) => records.map(({ level }) => level);
      probe.logAllLevels();
      tracing.logger('app').error('failed');
      expect(levelsOf(memory)).toEqual(['fatal', 'error', 'warn', 'info', 'debug', 'error']);
      expect(levelsOf(plain)).toEqual(['fatal', 'error', 'warn', 'error']);
      expect(tracing.getFilter()).toBe('warn');
      expect(probe.debugIsEnabled()).toBe(true);
      tracing.shutdown();
      memory.clear();
      await start({ level: 'warn' });
      probe.logAllLevels();
      expect(levelsOf(memory)).toEqual(['fatal', 'error', 'warn']);
      expect(probe.debugIsEnabled()).toBe(false);
    });

    test.each([
      ['empty', ''],
      ['Unicode', 'grüße, 你好, 🎈 e\u0301 \ufeff'],
      ['an embedded NUL', 'before\0after'],
      ['percent signs', '100% %s %d'],
      ['1 MiB', 'é'.repeat(512 * 1024)],
      ['32 MiB, so that memory grows', 'x'.repeat(32 << 20)],
    ])('message: %s', async (_, message) => {
      await start();
      probe.logInterop(4, 'engine', message, '', 0, {});
      probe.logInterop(4, 'engine', 'the next', '', 0, {});
      expect(memory.records[0]?.message === message).toBe(true); // an assertion that does not print 32 MiB
      expect(memory.records[1]?.message).toBe('the next');
    });

    test('a property may have any name', async () => {
      await start();
      probe.logInterop(4, 'engine', 'hello', '', 0, JSON.parse('{"__proto__":"a","":"b","x y":"c"}'));
      expect(Object.entries(memory.records[0]?.properties ?? {})).toEqual(
        expect.arrayContaining([
          ['__proto__', 'a'],
          ['', 'b'],
          ['x y', 'c'],
        ]),
      );
    });

    test('has its own names of properties, though others stood in their place', async () => {
      await start();
      const names = ['table', 'tabl\0', 'tab', 'table', 'größe', '', 'x'.repeat(100), '__proto__', 'table'];
      for (const name of names) probe.logNamed(name);
      expect(memory.records.map(({ properties }) => Object.keys(properties))).toEqual(
        names.map((name) => [name]),
      );
    });
  });

  test('a context of C++ is on its entries alone, what a logger adds on those of the logger alone', async () => {
    const tracing = await start();
    const log = tracing.logger('app').with({ user: 'ada' });
    probe.inContext(() => {
      log.info('of JavaScript');
      log.child('cache', { size: 100 }).info('of its child');
      probe.logText('of C++ again');
    });
    probe.logText('behind the guards');
    expect(memory.records.map(({ message, properties }) => [message, properties])).toEqual([
      ['of C++', { rows: 3, request: '7c9e', scene: 'harbour' }],
      ['of JavaScript', { user: 'ada' }],
      ['of its child', { user: 'ada', size: 100 }],
      ['of C++ again', { request: '7c9e', scene: 'harbour' }],
      ['behind the guards', {}],
    ]);
  });

  describe('the one filter', () => {
    test('is obeyed on both sides, longest target first', async () => {
      const tracing = await start({ filter: 'warn,engine=error,engine::sql=debug' });
      for (const target of ['engine', 'engine::sql', 'engine::sql::plan', 'engines']) {
        probe.logInterop(5, target, 'C++ debug', '', 0, {});
        probe.logInterop(3, target, 'C++ warn', '', 0, {});
        tracing.logger(target).debug('JavaScript debug');
        tracing.logger(target).warn('JavaScript warn');
      }
      expect(shown()).toEqual([
        'debug engine::sql C++ debug',
        'warn engine::sql C++ warn',
        'debug engine::sql JavaScript debug',
        'warn engine::sql JavaScript warn',
        'debug engine::sql::plan C++ debug',
        'warn engine::sql::plan C++ warn',
        'debug engine::sql::plan JavaScript debug',
        'warn engine::sql::plan JavaScript warn',
        'warn engines C++ warn',
        'warn engines JavaScript warn',
      ]);
    });

    test('changes live, from JavaScript and from C++', async () => {
      const tracing = await start();
      const log = tracing.logger('app');
      log.debug('dropped');
      tracing.setFilter('debug');
      log.debug('passes');
      probe.micromegasSetFilter('info');
      log.debug('dropped');
      expect(tracing.getFilter()).toBe('info');
      tracing.setLevel('trace');
      log.trace('passes too');
      expect(shown()).toEqual(['debug app passes', 'trace app passes too']);
    });

    test('has a canonical form', async () => {
      const tracing = await start({ filter: ' engine = DEBUG , Warning , engine::sql=trace ' });
      expect(tracing.getFilter()).toBe('warn,engine::sql=trace,engine=debug');
    });

    test.each([
      ['', /entry 1 ""/],
      ['info,app=loud', /entry 2 "app=loud".*"loud" is not a level; allowed are off, fatal/],
      ['app=debug', /no default level/],
    ])('a bad one is a RangeError with the reason: %j', async (filter, reason) => {
      await expect(start({ filter })).rejects.toThrow(RangeError);
      await expect(start({ filter })).rejects.toThrow(reason);
      expect(probe.micromegasProcessId()).toBe('');

      const tracing = await start({ filter: 'warn,app=debug' });
      expect(() => tracing.setFilter(filter)).toThrow(reason);
      expect(tracing.getFilter()).toBe('warn,app=debug');
    });
  });

  describe('the life of a module', () => {
    test('init makes a process id, shutdown takes it, and init again makes another', async () => {
      const first = await start();
      expect(first.processId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(probe.micromegasProcessId()).toBe(first.processId);
      first.shutdown();
      expect(probe.micromegasProcessId()).toBe('');
      probe.logInterop(1, 'engine', 'into the void', '', 0, {});
      const second = await start();
      expect(second.processId).not.toBe(first.processId);
      probe.logInterop(4, 'engine', 'heard again', '', 0, {});
      expect(shown()).toEqual(['info engine heard again']);
    });

    test('a second init joins the first, whose facts stand, and the last shutdown ends it', async () => {
      const first = await start({ properties: { release: '1' } });
      const other = memorySink();
      const second = await start({ sinks: [other], properties: { release: '2' } });
      expect(second.processId).toBe(first.processId);
      probe.logInterop(4, 'engine', 'to both', '', 0, {});
      first.shutdown();
      probe.logInterop(4, 'engine', 'to one', '', 0, {});
      second.shutdown();
      expect(probe.micromegasProcessId()).toBe('');
      expect(shown()).toEqual(['info engine to both']);
      expect(other.records.map(({ message }) => message)).toEqual(['to both', 'to one']);
    });

    test('a reserved property is refused, and nothing has changed', async () => {
      const filter = probe.micromegasGetFilter();
      await expect(start({ level: 'off', properties: { 'micromegas.x': 'y' } })).rejects.toThrow(
        /^init: option "properties": .*micromegas\./,
      );
      expect(probe.micromegasGetFilter()).toBe(filter);
      expect(probe.micromegasProcessId()).toBe('');
    });

    test('a callback that throws is contained, and reported once', async () => {
      const consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
      const error = new Error('a foreign callback');
      await start();
      probe.micromegasSetLogCallback(() => {
        throw error;
      });
      probe.logInterop(4, 'engine', 'one', '', 0, {});
      probe.logInterop(4, 'engine', 'two', '', 0, {});
      expect(consoleError.mock.calls).toEqual([[expect.stringContaining('callback'), error]]);
      consoleError.mockRestore();
    });

    test('C++ entries that a sink causes are dropped', async () => {
      const again = () => probe.logInterop(4, 'engine', 'from the sink', '', 0, {});
      await start({ sinks: [again, memory] });
      probe.logInterop(4, 'engine', 'one', '', 0, {});
      probe.logInterop(4, 'engine', 'two', '', 0, {});
      expect(shown()).toEqual(['info engine one', 'info engine two']);
    });
  });
});

test('without a module the package uses its own core, an instance for each init', async () => {
  const memory = memorySink();
  const [one, other] = await Promise.all([
    init({ sinks: [memory], level: 'warn' }),
    init({ sinks: [memory], level: 'debug' }),
  ]);
  one.logger('one').info('filtered out');
  other.logger('other').info('hello');
  one.shutdown();
  other.logger('other').debug('goes on');
  expect(memory.records.map(({ target, message }) => `${target} ${message}`)).toEqual([
    'other hello',
    'other goes on',
  ]);
  expect(other.processId).not.toBe(one.processId);
  other.shutdown();
});
