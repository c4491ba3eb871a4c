// C++ output to the console: init_telemetry() and no JavaScript set-up at all.
import { format } from 'node:util';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { makeProbe, probeFile, probes } from './probe.js';

/** @typedef {'error' | 'warn' | 'info' | 'debug' | 'log' | 'trace'} Method */
const methods = /** @type {Method[]} */ (['error', 'warn', 'info', 'debug', 'log', 'trace']);

describe.each(probes)('%s', (name) => {
  /** @type {any} */
  let probe;
  /** @type {[Method, ...unknown[]][]} */
  let printed;

  beforeEach(async () => {
    printed = [];
    for (const method of methods) {
      jest.spyOn(console, method).mockImplementation((...args) => {
        printed.push([method, ...args]);
      });
    }
    probe = await makeProbe(name);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Without the line numbers of the probe, which change with it. */
  const shown = () =>
    printed.map(([method, ...args]) => [
      method,
      ...args.map((arg) => (typeof arg === 'string' ? arg.replace(/:\d+\)$/, ':LINE)') : arg)),
    ]);

  describe('without JavaScript set-up', () => {
    test('C++ entries from before the initialisation are printed then; entries after the shutdown are not', () => {
      probe.logAllLevels();
      expect(printed).toEqual([]);
      expect(probe.initTelemetry()).toBe('');
      expect(printed.map(([method]) => method)).toEqual(['error', 'error', 'warn', 'info', 'debug', 'debug']);
      printed.length = 0;
      probe.shutdownTelemetry();
      probe.logAllLevels();
      expect(printed).toEqual([]);
    });

    test('all six levels are printed, in order, by the right methods, with target, file and line', () => {
      probe.initTelemetry();
      probe.logAllLevels();
      expect(shown()).toEqual([
        ['error', `[probe] fatal message (${probeFile}:LINE)`],
        ['error', `[probe] error message (${probeFile}:LINE)`],
        ['warn', `[probe] warn message (${probeFile}:LINE)`],
        ['info', `[probe] info message (${probeFile}:LINE)`],
        ['debug', `[probe] debug message (${probeFile}:LINE)`],
        ['debug', `[probe] trace message (${probeFile}:LINE)`],
      ]);
    });

    test('properties are printed as an object', () => {
      probe.initTelemetry();
      probe.logWithProperties();
      expect(shown()).toEqual([
        [
          'warn',
          `[probe] slow query 12 ms (${probeFile}:LINE)`,
          expect.objectContaining({ table: 'airports' }),
        ],
      ]);
    });

    test('percent signs are printed as they are', () => {
      probe.initTelemetry();
      probe.logText('100% %s %c');
      probe.logText('100%% %d');
      expect(printed.map(([, ...args]) => format(...args))).toEqual([
        expect.stringContaining('[probe] 100% %s %c ('),
        expect.stringContaining('[probe] 100%% %d ('),
      ]);
    });

    test('a second initialisation shares the first', () => {
      expect(probe.initTelemetry()).toBe('');
      expect(probe.initTelemetry()).toBe('');
      probe.logText('still here');
      expect(printed).toHaveLength(1);
    });
  });

  describe('the callback', () => {
    test('replaces the console, and hands back to it when it is cleared', () => {
      const callback = jest.fn();
      probe.initTelemetry();
      probe.micromegasSetLogCallback(callback);
      probe.logText('to the callback');
      probe.micromegasSetLogCallback(null);
      probe.logText('to the console');
      expect(callback).toHaveBeenCalledTimes(1);
      expect(shown()).toEqual([['info', `[probe] to the console (${probeFile}:LINE)`]]);
    });

    test('that throws is contained, reported once, and the program goes on', () => {
      const failure = new Error('broken callback');
      const callback = jest.fn(() => {
        throw failure;
      });
      probe.initTelemetry();
      probe.micromegasSetLogCallback(callback);
      probe.logText('one');
      probe.logText('two');
      expect(callback).toHaveBeenCalledTimes(2);
      expect(printed).toEqual([['error', expect.stringContaining('the log callback threw'), failure]]);
    });

    test('that logs through C++ from inside itself does not recurse', () => {
      const messages = /** @type {string[]} */ ([]);
      probe.initTelemetry();
      probe.micromegasSetLogCallback(
        (/** @type {unknown} */ _site, /** @type {number} */ _time, /** @type {string} */ message) => {
          messages.push(message);
          probe.logText('from inside');
        },
      );
      probe.logText('outside');
      probe.logText('again');
      expect(messages).toEqual(['outside', 'again']);
    });

    test('that shuts C++ down from inside itself leaves a module that can initialise again', () => {
      probe.initTelemetry();
      probe.micromegasSetLogCallback(() => probe.micromegasShutdown());
      probe.logText('the last one');
      expect(probe.micromegasProcessId()).toBe('');
      probe.micromegasSetLogCallback(null);
      expect(probe.initTelemetry()).toBe('');
      probe.logText('anew');
      expect(shown()).toEqual([['info', `[probe] anew (${probeFile}:LINE)`]]);
    });
  });
});
