import { expect, jest, test } from '@jest/globals';
import { init, levels, memorySink } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import { listen, logSixLevels, sixLevels } from './listen.cjs';
import createProbe from './probe.mjs';
import createExternalProbe from './probe_external.mjs';

test('ES modules', async () => {
  const heard = listen(jest.spyOn);
  await logSixLevels(init);
  expect(heard).toEqual(sixLevels);
});

test.each([
  ['inside', createProbe],
  ['beside', createExternalProbe],
])('a module of C++, its WebAssembly %s', async (_where, create) => {
  const memory = memorySink();
  await cppLevels(init, create, { sinks: [memory] });
  expect(memory.records).toMatchObject(
    levels.map((level) => ({ level, target: 'probe', message: `${level} message` })),
  );
});
