import tracing = require('micromegas-tracing');

async function main(): Promise<void> {
  const memory: tracing.MemorySink = tracing.memorySink();
  const started: tracing.Tracing = await tracing.init({ level: 'debug', sinks: [memory] });
  started.logger('app').info('hello');
}
void main();
