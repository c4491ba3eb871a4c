import { expect, test } from '@jest/globals';

import * as everything from '../../../js/index.js';

test('the package exports these and nothing else', () => {
  expect(Object.keys(everything).sort()).toEqual([
    'captureConsole',
    'captureOutput',
    'consoleSink',
    'getLogger',
    'httpSink',
    'init',
    'jsonLinesSink',
    'levels',
    'memorySink',
    'portSink',
    'receive',
    'tee',
    'toJson',
    'withBacktrace',
    'withFilter',
    'withRateLimit',
    'withRedaction',
    'withSampling',
    'withSourceRoot',
  ]);
});

test('levels are ordered, the most severe first, and fixed', () => {
  expect(everything.levels).toEqual(['fatal', 'error', 'warn', 'info', 'debug', 'trace']);
  expect(Object.isFrozen(everything.levels)).toBe(true);
});
