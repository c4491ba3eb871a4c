import { init, portSink } from 'micromegas-tracing';

import { sixLevels } from './six-levels.js';

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  const done = sixLevels(init, 'app.service', { sinks: [portSink(port, { name: 'service' })] });
  event.waitUntil(done.then(() => port.postMessage('done')));
});
