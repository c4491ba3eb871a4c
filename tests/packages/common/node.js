// For Node, as CommonJS.
import { init } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';

cppLevels(init, createProbe);
