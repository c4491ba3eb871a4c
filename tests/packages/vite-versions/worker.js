import { init, portSink } from 'micromegas-tracing/static';

import { sixLevels } from './six-levels.js';

sixLevels(init, 'app.worker', { sinks: [portSink(self)] }).then(() => self.postMessage('done'));
