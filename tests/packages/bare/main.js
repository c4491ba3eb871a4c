import { init as initExternal } from './node_modules/micromegas-tracing/dist/esm/external.js';
import { init } from './node_modules/micromegas-tracing/dist/esm/index.js';
import { sixLevels } from './six-levels.js';

await sixLevels(init, 'app.embedded');
await sixLevels(initExternal, 'app.external');
document.body.dataset.done = '';
