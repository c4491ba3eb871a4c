// Records by OpenTelemetry's own SDK and exporter to an OTLP receiver. Ends with an error unless they arrive as they are.
import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { init } from 'micromegas-tracing';
import { openTelemetrySink } from 'micromegas-tracing/opentelemetry';

import createProbe from './probe.mjs';

/** @type {any[]} */
const received = [];
const server = createServer(async (request, response) => {
  equal(request.url, '/v1/logs');
  equal(request.headers['content-type'], 'application/json');
  received.push(await json(request));
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const tracer = new BasicTracerProvider().getTracer('test');
const provider = new LoggerProvider({
  processors: [
    new BatchLogRecordProcessor({
      exporter: new OTLPLogExporter({ url: `http://127.0.0.1:${port}/v1/logs` }),
    }),
  ],
});

const time = 1_790_000_000_123.25;
const tracing = await init({
  module: createProbe(),
  name: 'probe',
  level: 'trace',
  now: () => time,
  sinks: [openTelemetrySink(provider)],
});
const log = tracing.logger('app.ui');
for (const level of /** @type {const} */ (['fatal', 'error', 'warn', 'info', 'debug', 'trace'])) {
  log[level](level);
}
log.info('typed', { text: 'ünï', whole: 3, part: 0.5, yes: true, list: [1, 'two'], deep: { a: { b: 1 } } });
log.error('save failed', new RangeError('disk full'));
const span = tracer.startSpan('query');
context.with(trace.setSpan(context.active(), span), () => log.info('inside a span'));
const probe = await createProbe();
const attached = await tracing.attach(probe, { name: 'attached' });
probe.logWithProperties();
await tracing.flush();

const logs = received.flatMap(({ resourceLogs }) =>
  resourceLogs.flatMap((/** @type {any} */ { scopeLogs }) =>
    scopeLogs.flatMap((/** @type {any} */ { scope, logRecords }) =>
      logRecords.map((/** @type {any} */ record) => ({ ...record, target: scope.name })),
    ),
  ),
);
const named = (/** @type {string} */ text) => logs.find(({ body }) => body.stringValue === text);
/** @param {any} record */
const attributes = (record) =>
  Object.fromEntries(record.attributes.map((/** @type {any} */ { key, value }) => [key, value]));

const severities = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'].map((level) => {
  const { severityNumber, severityText, target, timeUnixNano } = named(level);
  equal(severityText, level.toUpperCase());
  equal(target, 'app.ui');
  equal(String(timeUnixNano), '1790000000123250000');
  return severityNumber;
});
deepStrictEqual(severities, [21, 17, 13, 9, 5, 1]);
deepStrictEqual(named('info').attributes, []);
deepStrictEqual(attributes(named('typed')), {
  text: { stringValue: 'ünï' },
  whole: { intValue: 3 },
  part: { doubleValue: 0.5 },
  yes: { boolValue: true },
  list: { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'two' }] } },
  deep: {
    kvlistValue: {
      values: [{ key: 'a', value: { kvlistValue: { values: [{ key: 'b', value: { intValue: 1 } }] } } }],
    },
  },
});
const failure = attributes(named('save failed'));
equal(failure['exception.type'].stringValue, 'RangeError');
equal(failure['exception.message'].stringValue, 'disk full');
ok(failure['exception.stacktrace'].stringValue.includes('export.mjs'));
equal(named('inside a span').spanId, span.spanContext().spanId);
equal(named('inside a span').traceId, span.spanContext().traceId);

const { target, ...cpp } = named('slow query 12 ms');
const place = attributes(cpp);
equal(target, 'probe');
equal(place['code.file.path'].stringValue, 'tests/js/probe/wasm/probe.cpp');
ok(place['code.line.number'].intValue > 0);
equal(place['code.namespace'].stringValue, 'probe');
equal(place.module.stringValue, 'attached');
equal(place.table.stringValue, 'airports');

attached.detach();
tracing.shutdown();
await provider.shutdown();
server.close();
