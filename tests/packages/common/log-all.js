import { init } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import createExternalProbe from './probe_external.mjs';
import { sixLevels } from './six-levels.js';
import { wasmUrl } from './wasm-url.js';

/** The package alone and a module of C++, both with their WebAssembly inside and beside. */
export async function logAll() {
  await sixLevels(init, 'app.embedded');
  await sixLevels(initExternal, 'app.external', { wasmUrl });
  await cppLevels(init, createProbe);
  await cppLevels(init, createExternalProbe);
}
