// Import maps do not apply to workers.
const { consoleSink, init } = await import(/** @type {string} */ ('/dist/esm/index.js'));

const tracing = await init({ sinks: [consoleSink({ colors: false })] });
tracing.logger('app.worker').warn('hello from a worker');
self.postMessage('done');
