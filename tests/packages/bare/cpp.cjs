const { init } = require('micromegas-tracing');

import('./cpp-levels.js').then(async ({ cppLevels }) => {
  for (const file of ['./probe.mjs', './probe_external.mjs']) {
    const { default: create } = await import(file);
    await cppLevels(init, create);
  }
});
