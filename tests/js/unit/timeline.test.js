/** `tracing.span` and `tracing.metric`. */

import { PerformanceObserver } from 'node:perf_hooks';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

/** @type {import('../../../js/tracing.js').Tracing} */
let tracing;
/** @type {import('../../../js/sinks/memory-sink.js').MemorySink} */
let memory;
/** @type {PerformanceObserver} */
let observer;

beforeEach(async () => {
  memory = memorySink();
  tracing = await init({ module: fakeModule(), level: 'trace', sinks: [memory] });
  observer = new PerformanceObserver(() => {});
  observer.observe({ entryTypes: ['measure', 'mark'] });
});

afterEach(() => {
  observer.disconnect();
  tracing.shutdown();
  jest.restoreAllMocks();
});

const shown = () =>
  observer.takeRecords().map((entry) => {
    const { name, duration, detail } = /** @type {PerformanceMeasure} */ (/** @type {unknown} */ (entry));
    return { name, duration, ...detail.devtools };
  });

describe('a span', () => {
  test('returns the result, and is a measure on a track', () => {
    expect(tracing.span('load', () => 42, { target: 'app.sql', properties: { rows: 3 } })).toBe(42);
    expect(shown()).toEqual([
      {
        name: 'load',
        duration: expect.any(Number),
        dataType: 'track-entry',
        trackGroup: 'micromegas',
        track: 'JavaScript',
        color: expect.stringMatching(/^(primary|secondary|tertiary)/),
        tooltipText: 'load (app.sql)',
        properties: [
          ['target', 'app.sql'],
          ['rows', '3'],
        ],
      },
    ]);
    expect(performance.getEntriesByName('load')).toEqual([]);
  });

  test('of a promise ends with it', async () => {
    /** @type {(value: number) => void} */
    let settle = () => {};
    const result = tracing.span('wait', () => new Promise((resolve) => (settle = resolve)));
    expect(shown()).toEqual([]);
    settle(7);
    expect(await result).toBe(7);
    expect(shown()).toMatchObject([{ name: 'wait', track: 'JavaScript async' }]);
  });

  test('that fails is red, with the error, which goes on', async () => {
    const fail = () => {
      throw new Error('no rows');
    };
    expect(() => tracing.span('sync', fail)).toThrow('no rows');
    await expect(tracing.span('async', async () => fail())).rejects.toThrow('no rows');
    const properties = expect.arrayContaining([['error', expect.stringContaining('no rows')]]);
    expect(shown()).toMatchObject([
      { name: 'sync', color: 'error', properties },
      { name: 'async', color: 'error', properties },
    ]);
  });

  test('calls the function all the same where nothing can be shown', () => {
    jest.spyOn(performance, 'measure').mockImplementation(() => {
      throw new SyntaxError('an old browser');
    });
    expect(tracing.span('old', () => 1)).toBe(1);
    jest.replaceProperty(/** @type {any} */ (globalThis), 'performance', undefined);
    expect(tracing.span('worklet', () => 2)).toBe(2);
    jest.restoreAllMocks();
    tracing.shutdown();
    expect(tracing.span('late', () => 3)).toBe(3);
    expect(shown()).toEqual([]);
  });
});

describe('a metric', () => {
  test('is a marker, and an entry at trace', () => {
    tracing.metric('rows', 12, 'count', { target: 'app.sql', properties: { table: 'cars' } });
    expect(shown()).toMatchObject([
      { name: 'rows = 12 count', dataType: 'marker', tooltipText: 'rows (app.sql)' },
    ]);
    expect(memory.records).toMatchObject([
      {
        level: 'trace',
        target: 'app.sql',
        message: 'rows = 12 count',
        properties: { table: 'cars', name: 'rows', unit: 'count', value: 12 },
      },
    ]);
  });

  test('is no entry where the filter says no, and nothing after shutdown', () => {
    tracing.setFilter('info');
    tracing.metric('bytes', 2n ** 60n, 'bytes');
    expect(memory.records).toEqual([]);
    expect(shown()).toHaveLength(1);
    tracing.shutdown();
    tracing.metric('bytes', 1, 'bytes');
    expect(shown()).toEqual([]);
  });
});
