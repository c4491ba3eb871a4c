import { init, portSink } from 'micromegas-tracing/static';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import { sixLevels } from './six-levels.js';

const sinks = [portSink(self)];
sixLevels(init, 'app.worker', { sinks })
  .then(() => cppLevels(init, createProbe, { sinks }))
  .then(() => self.postMessage('done'));
