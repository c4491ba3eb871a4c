import { cppLevels } from './cpp-levels.js';
import { init as initExternal } from './node_modules/micromegas-tracing/dist/esm/external.js';
import { init } from './node_modules/micromegas-tracing/dist/esm/index.js';
import createProbe from './probe.mjs';
import createExternalProbe from './probe_external.mjs';
import { sixLevels } from './six-levels.js';

await sixLevels(init, 'app.embedded');
await sixLevels(initExternal, 'app.external');
await cppLevels(init, createProbe);
await cppLevels(init, createExternalProbe);
document.body.dataset.done = '';
