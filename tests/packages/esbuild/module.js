import { init } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';

import { sixLevels } from './six-levels.js';

await sixLevels(init, 'app.embedded');
const wasmUrl = '/node_modules/micromegas-tracing/dist/micromegas_core.wasm';
await sixLevels(initExternal, 'app.external', { wasmUrl });
document.body.dataset.done = '';
