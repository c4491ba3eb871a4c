import { init } from 'micromegas-tracing';

import { sixLevels } from './six-levels.js';

await sixLevels(init, 'app.embedded');
