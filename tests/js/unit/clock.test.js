import { expect, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {[string, () => any, unknown][]} */
const bad = [
  [
    'throws',
    () => {
      throw new Error('no clock');
    },
    new Error('no clock'),
  ],
  ['says no number', () => 'noon', 'noon'],
  ['says NaN', () => NaN, NaN],
];

test.each(bad)('a clock that %s costs no entry, and is reported once', async (_, now, problem) => {
  const module = fakeModule();
  const memory = memorySink();
  const tracing = await init({ module, sinks: [memory], now });
  const before = Date.now();
  const log = tracing.logger('app');
  log.info('from JavaScript');
  log.info('again');
  module.test.log(callSite(), 5, 'from C++', undefined);
  const said = memory.records.filter(({ target }) => target !== 'micromegas.meta');
  expect(said.map(({ message }) => message)).toEqual(['from JavaScript', 'again', 'from C++']);
  for (const { time } of said) expect(time).toBeGreaterThanOrEqual(before);
  const reports = memory.records.filter(({ target }) => target === 'micromegas.meta');
  expect(reports).toMatchObject([
    { level: 'error', message: 'the clock failed; this is reported once', properties: { problem } },
  ]);
});
