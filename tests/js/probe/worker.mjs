// Runs the probe in a worker of Node.
import { parentPort } from 'node:worker_threads';

import { init, portSink } from 'micromegas-tracing';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { default: createProbe } = await import(
  new URL('../../../build/browser/tests/js/probe/probe.mjs', import.meta.url).href
);
const module = await createProbe();
await init({ module, name: 'probe', level: 'trace', sinks: [portSink(port, { name: 'loader' })] });
module.logAllLevels();
port.postMessage('done');
