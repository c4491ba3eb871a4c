// The package around a module of the user's own, built by micromegas_add_wasm_module().
import { readFile } from 'node:fs/promises';

import { beforeEach, describe, expect, test } from '@jest/globals';

import { init, memorySink } from 'micromegas-tracing';

import { makeProbe, probeFile, probes } from './probe.js';

test.each([...probes, 'probe_pthread', 'probe_source_map'])(
  'the glue of %s is ASCII, as a page may have no charset, and has no import(), which bundlers follow',
  async (name) => {
    const glue = await readFile(
      new URL(`../../../build/browser/tests/js/probe/${name}.mjs`, import.meta.url),
    );
    expect(glue.findIndex((byte) => byte > 0x7f)).toBe(-1);
    expect(glue.toString('latin1')).not.toMatch(/import\(/);
  },
);

describe.each(probes)('%s', (name) => {
  /** @type {any} */
  let probe;
  /** @type {import('micromegas-tracing').MemorySink} */
  let memory;
  /** @type {import('micromegas-tracing').Tracing} */
  let tracing;

  beforeEach(async () => {
    probe = await makeProbe(name, { printErr() {} }); // Emscripten's words about std::terminate
    memory = memorySink();
    tracing = await init({ module: probe, level: 'trace', sinks: [memory] });
  });

  const messages = () => memory.records.map(({ message }) => message);
  const last = () => memory.records[memory.records.length - 1];

  describe('log entries', () => {
    test('arrive at all six levels, with target, file and line', () => {
      probe.logAllLevels();
      expect(memory.records.map(({ level, message }) => `${level}: ${message}`)).toEqual([
        'fatal: fatal message',
        'error: error message',
        'warn: warn message',
        'info: info message',
        'debug: debug message',
        'trace: trace message',
      ]);
      for (const record of memory.records) {
        expect(record).toMatchObject({ target: 'probe', modulePath: 'probe', file: probeFile });
        expect(record.line).toBeGreaterThan(0);
      }
      expect(new Set(memory.records.map(({ line }) => line)).size).toBe(6);
    });

    test('one at fatal has the stack of its call', () => {
      probe.logAllLevels();
      const [fatal, error] = memory.records;
      expect(fatal?.properties).toEqual({
        stack: expect.stringMatching(/wasm|closure/),
      });
      expect(fatal?.properties['stack']).toContain('user-module.test.js');
      expect(error?.properties).toEqual({});
    });

    test('one at fatal that has waited for init has none', async () => {
      const waiting = await makeProbe(name);
      waiting.logAllLevels();
      const late = memorySink();
      await init({ module: waiting, level: 'trace', sinks: [late] });
      expect(late.records[0]).toMatchObject({ level: 'fatal', message: 'fatal message' });
      expect(late.records[0]?.properties).toEqual({});
    });

    test('an explicit target leaves the module path as it is', () => {
      probe.logWithTarget();
      expect(last()).toMatchObject({ target: 'net.http', modulePath: 'probe', message: 'retry 3' });
    });

    test('properties arrive as a plain object, whatever their names', () => {
      probe.logWithProperties();
      const properties = last()?.properties ?? {};
      expect(Object.entries(properties)).toEqual([
        ['__proto__', 'a name like any other'],
        ['naïve', 'ünï 🌍'],
        ['table', 'airports'],
      ]);
      expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
    });

    test('numbers and booleans of a call arrive as such', () => {
      probe.logWithOwnProperties();
      const { message, properties } = last() ?? { properties: {} };
      expect(message).toBe('slow query 12 ms');
      expect(Object.entries(properties)).toEqual([
        ['table', 'airports'],
        ['rows', 337],
        ['share', 0.25],
        ['cached', true],
        ['most', 2 ** 53],
        ['more', 2n ** 53n + 1n],
        ['least', -(2n ** 63n)],
        ['largest', 2n ** 64n - 1n],
        ['nothing', NaN],
        ['__proto__', -1],
      ]);
      expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
    });

    test.each([
      ['Unicode', 'grüße, 你好, 🎈 e\u0301'],
      ['a byte order mark', '\ufeffbefore'],
      ['an embedded NUL', 'before\0after\0'],
      ['nothing', ''],
    ])('%s arrives whole', (_what, text) => {
      probe.logText(text);
      expect(last()?.message).toBe(text);
    });

    test('a message of 1 MiB arrives whole', () => {
      probe.logRepeated(1 << 20);
      expect(last()?.message).toBe('x'.repeat(1 << 20));
    });

    test('a literal message is the same each time', () => {
      probe.logLiteral(3);
      expect(messages()).toEqual(Array(3).fill('a literal: ünï 🌍'));
    });

    test('memory may grow between two entries', () => {
      expect(probe.logAroundGrowth()).toBeGreaterThan(0);
      probe.logText('ünï');
      probe.logWithProperties();
      expect(messages()).toEqual(['before growth', 'after growth: bbb', 'ünï', 'slow query 12 ms']);
    });
  });

  describe('the filter', () => {
    test('reaches call sites that have logged before, and MM_LOG_ENABLED', () => {
      probe.logNumber(1);
      tracing.setFilter('trace,probe=info');
      probe.logNumber(2);
      expect(probe.debugIsEnabled()).toBe(false);
      tracing.setFilter('off,probe=debug');
      probe.logNumber(3);
      expect(probe.debugIsEnabled()).toBe(true);
      expect(messages()).toEqual(['number 1', 'number 3']);
    });
  });

  describe('a JavaScript logger', () => {
    test('obeys a filter that C++ sets, also after memory has grown', () => {
      const log = tracing.logger('app');
      probe.micromegasSetFilter('off,app=info');
      log.debug('dropped');
      log.info('one');
      expect(probe.logAroundGrowth()).toBeGreaterThan(0);
      log.debug('dropped');
      log.info('two');
      probe.micromegasSetFilter('off,app=debug');
      log.debug('three');
      expect(messages()).toEqual(['one', 'two', 'three']);
    });
  });

  describe('a library that initialises tracing by itself', () => {
    test('may do so after init: its call is an error, and harmless', () => {
      expect(probe.initTelemetry()).toMatch(/already initialised/);
      expect(tracing.getFilter()).toBe('trace');
      probe.logText('to the sinks of init');
      expect(messages()).toEqual(['to the sinks of init']);
    });

    test('may have done so before init', async () => {
      tracing.shutdown();
      expect(probe.initTelemetry()).toBe('');
      const again = await init({ module: probe, level: 'warn', sinks: [memory] });
      probe.logAllLevels();
      expect(messages()).toEqual(['fatal message', 'error message', 'warn message']);
      again.shutdown();
    });
  });

  describe('spans and metrics', () => {
    test('do nothing, not even evaluate their arguments', () => {
      expect(probe.spansAndMetrics()).toBe(0);
      expect(memory.records).toEqual([]);
    });
  });

  describe('std::terminate', () => {
    test('logs at fatal before the program ends', () => {
      expect(() => probe.terminate()).toThrow();
      expect(last()).toMatchObject({ level: 'fatal', message: expect.stringContaining('terminate called') });
    });
  });
});
