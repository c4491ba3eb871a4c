import { init, levels, memorySink } from 'micromegas-tracing';
import { expect, test, vi } from 'vitest';

import { cppLevels } from './cpp-levels.js';
import { listen, logSixLevels, sixLevels } from './listen.cjs';
import createProbe from './probe.mjs';

test('Vitest', async () => {
  const heard = listen(vi.spyOn);
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
