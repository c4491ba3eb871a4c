// A dedicated, shared or service worker with a sink of its own.
// @ts-expect-error there when it is built; without import(), which a service worker does not take
import { httpSink, init } from '/dist/esm/static.js';

const sink = httpSink({ interval: 3_600_000 });

/** @param {{ postMessage(message: unknown): void }} port */
async function log(port) {
  const tracing = await init({ properties: { kind: self.constructor.name }, sinks: [sink] });
  tracing.logger('app.worker').warn('hello from a worker');
  await tracing.flush();
  tracing.shutdown();
  port.postMessage(sink.counts);
}

self.addEventListener('message', (event) => {
  const port = event.ports[0];
  if (!port) return;
  const done = log(port);
  /** @type {any} */ (event).waitUntil?.(done);
});
self.addEventListener('connect', (event) => {
  const port = /** @type {MessageEvent} */ (event).ports[0];
  if (port) void log(port);
});
