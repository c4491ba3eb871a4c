// Prints the additions to the process by importing the package, and then by using it.
const before = snapshot();
const { init, memorySink } = await import('micromegas-tracing');
const afterImport = difference(before, snapshot());

for (let i = 0; i < 20; ++i) {
  const tracing = await init({ sinks: [memorySink()] });
  tracing.logger('app').info('hello');
  tracing.shutdown();
}
const afterUse = difference(before, snapshot());
console.log(JSON.stringify({ afterImport, afterUse }));

function snapshot() {
  const listeners = process.eventNames().map((name) => `${String(name)}: ${process.listenerCount(name)}`);
  const methods = Object.entries(console);
  return { globals: Reflect.ownKeys(globalThis), listeners, methods };
}

/**
 * @param {ReturnType<typeof snapshot>} from
 * @param {ReturnType<typeof snapshot>} to
 */
function difference(from, to) {
  return {
    globals: to.globals.filter((name) => !from.globals.includes(name)).map(String),
    listeners: to.listeners.filter((text) => !from.listeners.includes(text)),
    console: to.methods.filter(([name, fn], i) => from.methods[i][0] !== name || from.methods[i][1] !== fn),
  };
}
