import { init } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';

await cppLevels(init, createProbe);
