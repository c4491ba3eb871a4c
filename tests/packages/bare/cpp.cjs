const { init } = require('micromegas-tracing');

import('./cpp-levels.js').then(({ cppLevels }) => cppLevels(init));
