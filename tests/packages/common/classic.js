import { init } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import { sixLevels } from './six-levels.js';

sixLevels(init, 'app.embedded')
  .then(() => cppLevels(init, createProbe))
  .then(() => (document.body.dataset.done = ''));
