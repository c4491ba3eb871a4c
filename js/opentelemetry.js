/**
 * Records as OpenTelemetry's log records, for a program that has a provider of them.
 *
 *     import { init } from 'micromegas-tracing';
 *     import { openTelemetrySink } from 'micromegas-tracing/opentelemetry';
 *
 *     const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
 *     const tracing = await init({ sinks: [openTelemetrySink(provider)] });
 */

import { withLife } from './delivery/life.js';
import { levelToNumber } from './record/levels.js';
import { toPlain } from './record/record-json.js';
import { sinkMaker } from './util/check-options.js';
import { checkTimeout, within } from './util/wait.js';
import { describeValue } from './values/describe-value.js';
import { isError } from './values/is-error.js';

/** @import { LastingSink } from './delivery/hub.js' */
/** @import { LogRecord } from './record/record.js' */

/**
 * The used part of a `LoggerProvider` of `@opentelemetry/api-logs` or `@opentelemetry/sdk-logs`.
 *
 * @typedef {object} OpenTelemetryProvider
 * @property {(name: string) => { emit: (record: any) => void }} getLogger
 * @property {() => PromiseLike<unknown>} [forceFlush]
 */

/** @typedef {Omit<LastingSink, 'counts'>} OpenTelemetrySink */

/** Of fatal … trace: the first of the four numbers that OpenTelemetry has for each. */
const SEVERITIES = [21, 17, 13, 9, 5, 1];

/**
 * A sink that emits each record by the provider's logger of its target, within the caller's active context, so that an
 * entry inside a span carries the span's ids.
 *
 * The message is the body; properties are attributes, with their types as far as JSON has them; an error in the
 * property `error` becomes the attributes `exception.type`, `exception.message` and `exception.stacktrace`. A C++ entry
 * has the attributes `code.file.path`, `code.line.number` and `code.namespace`, and the name of its module as
 * `module`. A property of the same name takes precedence.
 *
 * `flush` is the provider's `forceFlush`. The provider stays the program's, also where the sink is closed.
 *
 * @param {OpenTelemetryProvider} provider
 * @returns {OpenTelemetrySink}
 */
function makeOpenTelemetrySink(provider) {
  if (typeof provider?.getLogger !== 'function') {
    throw new TypeError(
      `openTelemetrySink: the provider is ${describeValue(provider)}; allowed is a LoggerProvider of OpenTelemetry`,
    );
  }
  /** @type {Map<string, ReturnType<OpenTelemetryProvider['getLogger']>>} */
  const loggers = new Map();

  /** @param {LogRecord} record */
  function sink(record) {
    const { level, target, message, time } = record;
    const logger = loggers.get(target) ?? provider.getLogger(target);
    loggers.set(target, logger);
    logger.emit({
      timestamp: toHrTime(time),
      severityNumber: SEVERITIES[levelToNumber(level) - 1],
      severityText: level.toUpperCase(),
      body: message,
      attributes: { ...placeOf(record), ...attributesOf(record.properties) },
    });
  }

  return withLife(sink, {
    async flush(timeout) {
      await within(checkTimeout(timeout, Infinity), async () => provider.forceFlush?.());
    },
    close: () => {},
  });
}

/** @function */
export const openTelemetrySink = /* @__PURE__ */ sinkMaker('openTelemetrySink', makeOpenTelemetrySink);

/**
 * Seconds and nanoseconds: OpenTelemetry takes a small number for one of `performance.now()`.
 *
 * @param {number} time milliseconds
 * @returns {[number, number]}
 */
function toHrTime(time) {
  const microseconds = Math.round(time * 1000);
  const seconds = Math.floor(microseconds / 1e6);
  return [seconds, (microseconds - seconds * 1e6) * 1000];
}

/** @param {LogRecord} record */
function placeOf({ file, line, modulePath, module }) {
  return {
    ...(file && { 'code.file.path': file, 'code.line.number': line }),
    ...(modulePath && { 'code.namespace': modulePath }),
    ...(module !== null && { module }),
  };
}

/** @param {Readonly<Record<string, unknown>>} properties */
function attributesOf(properties) {
  const { error, ...others } = properties;
  if (!isError(error)) return toPlain(properties);
  const { name, message, stack } = toPlain(error);
  return {
    'exception.type': name,
    'exception.message': message,
    'exception.stacktrace': stack,
    ...toPlain(others),
  };
}
