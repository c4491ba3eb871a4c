// Logs a value by every sink, and answers with the output of each sink.
// @ts-expect-error: a page knows addresses, not files
import * as micromegas from '/dist/esm/static.js';

import { makeValue } from './make-value.js';

const {
  captureConsole,
  consoleSink,
  httpSink,
  init,
  jsonLinesSink,
  memorySink,
  portSink,
  receive,
  withRedaction,
} = /** @type {typeof import('micromegas-tracing')} */ (micromegas);

/** @param {string} line */
const propertiesOf = (line) => JSON.parse(line).properties;

/** Slowness is no problem: the machines of tests are busy. @param {import('micromegas-tracing').LogRecord} record */
const isProblem = ({ target, message }) => target === 'micromegas.meta' && !message.includes(' is slow: ');

/** Counts the entries, without reports on slowness. @param {string[]} lines */
const countOf = (lines) => lines.filter((line) => JSON.parse(line).target !== 'micromegas.meta').length;

/** Makes a port whose other end passes the records to a sink. @param {import('micromegas-tracing').Sink} sink */
function portTo(sink) {
  const { port1, port2 } = new MessageChannel();
  receive(port1, sink);
  const arrived = () =>
    new Promise((resolve) => {
      port1.addEventListener('message', ({ data }) => data === 'end' && resolve(undefined));
      port2.postMessage('end');
    });
  return { port: port2, arrived };
}

/** @type {any} */ (globalThis).answer = async (/** @type {string} */ name) => {
  const { value } = await makeValue(name);
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const redacted = [];
  /** @type {string[]} */
  const received = [];
  const { port, arrived } = portTo(jsonLinesSink({ write: (text) => void (text && received.push(text)) }));
  const kept = memorySink();
  const http = httpSink({ url: `/values/${encodeURIComponent(name)}` });
  const tracing = await init({
    sinks: [
      consoleSink(),
      jsonLinesSink({ write: (text, done) => void (text && lines.push(text), done?.()) }),
      portSink(port),
      http,
      withRedaction(jsonLinesSink({ write: (text, done) => void (text && redacted.push(text), done?.()) })),
      kept,
    ],
  });
  const log = tracing.logger('app');
  log.info('named', { value });
  log.info('alone', /** @type {any} */ (value));
  captureConsole(tracing);
  console.log('said', value);
  console.log(value);
  console.log('%s %o', value, value);
  await Promise.all([tracing.flush(), arrived()]);
  tracing.shutdown();
  return JSON.stringify({
    problems: kept.records.filter(isProblem).map(({ message }) => message),
    messages: kept.records
      .filter((record) => record.target !== 'micromegas.meta')
      .map(({ message }) => message.slice(0, 1000)),
    named: propertiesOf(lines[0] ?? ''),
    alone: propertiesOf(lines[1] ?? ''),
    port: propertiesOf(received[0] ?? ''),
    redacted: propertiesOf(redacted[0] ?? ''),
    arrived: { lines: countOf(lines), port: countOf(received), redacted: countOf(redacted) },
    http: http.counts,
    longest: Math.max(...[...lines, ...received, ...redacted].map(({ length }) => length)),
  });
};
