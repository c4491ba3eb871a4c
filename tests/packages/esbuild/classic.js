import { init } from 'micromegas-tracing';

import { sixLevels } from './six-levels.js';

sixLevels(init, 'app.embedded').then(() => (document.body.dataset.done = ''));
