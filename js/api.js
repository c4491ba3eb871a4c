/** The exports of every entry of the package, besides its `init`. */

import { sinkMaker } from './util/check-options.js';
import { consoleSink as makeConsoleSink } from './sinks/console/console-sink.js';
import { httpSink as makeHttpSink } from './sinks/http/http-sink.js';
import { jsonLinesSink as makeJsonLinesSink } from './sinks/json-lines-sink.js';
import { memorySink as makeMemorySink } from './sinks/memory-sink.js';
import { portSink as makePortSink } from './sinks/port-sink.js';
import { tee as makeTee } from './wrappers/tee.js';
import { withBacktrace as makeWithBacktrace } from './wrappers/with-backtrace.js';
import { withFilter as makeWithFilter } from './wrappers/with-filter.js';
import { withRateLimit as makeWithRateLimit } from './wrappers/with-rate-limit.js';
import { withRedaction as makeWithRedaction } from './wrappers/with-redaction.js';
import { withSampling as makeWithSampling } from './wrappers/with-sampling.js';
import { withSourceRoot as makeWithSourceRoot } from './wrappers/with-source-root.js';

export { captureConsole } from './capture/capture-console.js';
export { captureOutput } from './capture/capture-output.js';
export { getLogger } from './logger/get-logger.js';
export { levels } from './record/levels.js';
export { receive } from './sinks/port-sink.js';
export { toJson } from './record/record-json.js';

/** @function */
export const consoleSink = /* @__PURE__ */ sinkMaker('consoleSink', makeConsoleSink);
/** @function */
export const httpSink = /* @__PURE__ */ sinkMaker('httpSink', makeHttpSink);
/** @function */
export const jsonLinesSink = /* @__PURE__ */ sinkMaker('jsonLinesSink', makeJsonLinesSink);
/** @function */
export const memorySink = /* @__PURE__ */ sinkMaker('memorySink', makeMemorySink);
/** @function */
export const portSink = /* @__PURE__ */ sinkMaker('portSink', makePortSink);
/** @function */
export const tee = /* @__PURE__ */ sinkMaker('tee', makeTee);
/** @function */
export const withBacktrace = /* @__PURE__ */ sinkMaker('withBacktrace', makeWithBacktrace);
/** @function */
export const withFilter = /* @__PURE__ */ sinkMaker('withFilter', makeWithFilter);
/** @function */
export const withRateLimit = /* @__PURE__ */ sinkMaker('withRateLimit', makeWithRateLimit);
/** @function */
export const withRedaction = /* @__PURE__ */ sinkMaker('withRedaction', makeWithRedaction);
/** @function */
export const withSampling = /* @__PURE__ */ sinkMaker('withSampling', makeWithSampling);
/** @function */
export const withSourceRoot = /* @__PURE__ */ sinkMaker('withSourceRoot', makeWithSourceRoot);

/** @typedef {import('./capture/capture-console.js').CaptureConsoleOptions} CaptureConsoleOptions */
/** @typedef {import('./capture/capture-console.js').CapturedConsole} CapturedConsole */
/** @typedef {import('./util/clock.js').Clock} Clock */
/** @typedef {import('./sinks/console/console-sink.js').ConsoleLike} ConsoleLike */
/** @typedef {import('./sinks/console/console-sink.js').ConsoleSinkOptions} ConsoleSinkOptions */
/** @typedef {import('./delivery/counts.js').DeliveryCounts} DeliveryCounts */
/** @typedef {import('./delivery/counts.js').LossCause} LossCause */
/** @typedef {import('./delivery/counts.js').Losses} Losses */
/** @typedef {import('./module/guard.js').ModuleFailure} ModuleFailure */
/** @typedef {import('./sinks/http/http-sink.js').HttpSinkOptions} HttpSinkOptions */
/** @typedef {import('./delivery/hub.js').LastingSink} LastingSink */
/** @typedef {import('./delivery/hub.js').ProcessIdentity} ProcessIdentity */
/** @typedef {import('./delivery/hub.js').Sink} Sink */
/** @typedef {import('./delivery/hub.js').SinkLife} SinkLife */
/** @typedef {import('./sinks/json-lines-sink.js').JsonLinesSinkOptions} JsonLinesSinkOptions */
/** @typedef {import('./sinks/json-lines-sink.js').LineStream} LineStream */
/** @typedef {import('./record/levels.js').Level} Level */
/** @typedef {import('./record/levels.js').LevelFilter} LevelFilter */
/** @typedef {import('./delivery/life.js').Life} Life */
/**
 * @template {object} [Properties=object]
 * @typedef {import('./logger/logger.js').Logger<Properties>} Logger
 */
/**
 * @template {object} [Properties=object]
 * @typedef {import('./logger/logger.js').LogFunction<Properties>} LogFunction
 */
/** @typedef {import('./logger/logger.js').Message} Message */
/** @typedef {import('./sinks/memory-sink.js').MemorySink} MemorySink */
/** @typedef {import('./sinks/memory-sink.js').MemorySinkOptions} MemorySinkOptions */
/** @typedef {import('./sinks/memory-sink.js').MemorySinkState} MemorySinkState */
/** @typedef {import('./options.js').InitOptions} InitOptions */
/** @typedef {import('./sinks/http/outbox.js').BatchHeader} BatchHeader */
/** @typedef {import('./sinks/port-sink.js').PortSinkOptions} PortSinkOptions */
/** @typedef {import('./sinks/port-sink.js').ReceivingPort} ReceivingPort */
/** @typedef {import('./sinks/port-sink.js').SendingPort} SendingPort */
/** @typedef {import('./record/record.js').LogRecord} LogRecord */
/** @typedef {import('./tracing.js').AttachedModule} AttachedModule */
/** @typedef {import('./tracing.js').AttachOptions} AttachOptions */
/** @typedef {import('./tracing.js').Tracing} Tracing */
/** @typedef {import('./tracing.js').TracingMethods} TracingMethods */
/** @typedef {import('./module/wasm-module.js').EmscriptenModule} EmscriptenModule */
/** @typedef {import('./module/wasm-module.js').ModuleSource} ModuleSource */
/** @typedef {import('./delivery/hub.js').Backtrace} Backtrace */
/** @typedef {import('./wrappers/with-backtrace.js').BacktraceOptions} BacktraceOptions */
/** @typedef {import('./timeline/timeline.js').SpanOptions} SpanOptions */
/** @typedef {import('./wrappers/with-rate-limit.js').RateLimitOptions} RateLimitOptions */
/** @typedef {import('./wrappers/with-redaction.js').RedactionOptions} RedactionOptions */
/** @typedef {import('./wrappers/with-sampling.js').SamplingOptions} SamplingOptions */
/** @typedef {import('./wrappers/wrap-sink.js').WrappedLife} WrappedLife */
/** @typedef {import('./wrappers/wrap-sink.js').WrappedSink} WrappedSink */
