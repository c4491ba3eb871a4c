import { expect, jest, test } from '@jest/globals';
import { init, levels, memorySink } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import { listen, logSixLevels, sixLevels } from './listen.cjs';
import createProbe from './probe.mjs';

test('ES modules', async () => {
  const heard = listen(jest.spyOn);
  await logSixLevels(init);
  expect(heard).toEqual(sixLevels);
});

test('a module of C++', async () => {
  const memory = memorySink();
  await cppLevels(init, createProbe, { sinks: [memory] });
  expect(memory.records).toMatchObject(
    levels.map((level) => ({ level, target: 'probe', message: `${level} message` })),
  );
});
