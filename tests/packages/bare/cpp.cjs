const { init } = require('micromegas-tracing');

Promise.all([import('./cpp-levels.js'), import('./probe.mjs')]).then(
  ([{ cppLevels }, { default: createProbe }]) => cppLevels(init, createProbe),
);
