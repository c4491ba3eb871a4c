/** @jest-environment jsdom */

import { expect, test } from '@jest/globals';
import { init, levels, memorySink } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import createExternalProbe from './probe_external.mjs';

test.each([
  ['inside', createProbe],
  ['beside', createExternalProbe],
])('a module of C++ in jsdom, its WebAssembly %s', async (_where, create) => {
  const memory = memorySink();
  await cppLevels(init, create, { sinks: [memory] });
  expect(memory.records).toMatchObject(
    levels.map((level) => ({ level, target: 'probe', message: `${level} message` })),
  );
});
