// The probe in a worker of its own; its records go to the page. Import maps do not apply to workers.
const { init, portSink } = await import(/** @type {string} */ ('/dist/esm/index.js'));
const { default: createProbe } = await import(
  /** @type {string} */ ('/build/browser/tests/js/probe/probe.mjs')
);

const module = await createProbe();
await init({ module, name: 'probe', level: 'trace', sinks: [portSink(self)] });
module.logAllLevels();
self.postMessage('done');
