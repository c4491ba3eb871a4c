const { init } = require('micromegas-tracing');
const { init: initExternal } = require('micromegas-tracing/external');

import('./six-levels.js').then(async ({ sixLevels }) => {
  await sixLevels(init, 'app.embedded');
  await sixLevels(initExternal, 'app.external');
});
