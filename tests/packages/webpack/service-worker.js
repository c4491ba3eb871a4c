import { init, portSink } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe.mjs';
import { sixLevels } from './six-levels.js';

self.addEventListener('message', (event) => {
  const [port] = event.ports;
  const sinks = [portSink(port, { name: 'service' })];
  const done = sixLevels(init, 'app.service', { sinks }).then(() => cppLevels(init, createProbe, { sinks }));
  event.waitUntil(done.then(() => port.postMessage('done')));
});
