import { init } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';

await cppLevels(init);
