import { init } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';

import { sixLevels } from './six-levels.js';

await sixLevels(init, 'app.embedded');
await sixLevels(initExternal, 'app.external');
document.body.dataset.done = '';
