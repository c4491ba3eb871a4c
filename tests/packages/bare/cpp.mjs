import { init } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import createExternalProbe from './probe_external.mjs';

await cppLevels(init, createProbe);
await cppLevels(init, createExternalProbe);
