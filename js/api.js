/** The exports of every entry of the package, besides its `init`. */

export { captureConsole } from './capture/capture-console.js';
export { captureOutput } from './capture/capture-output.js';
export { consoleSink } from './sinks/console/console-sink.js';
export { httpSink } from './sinks/http/http-sink.js';
export { getLogger } from './logger/get-logger.js';
export { jsonLinesSink } from './sinks/json-lines-sink.js';
export { levels } from './record/levels.js';
export { memorySink } from './sinks/memory-sink.js';
export { portSink, receive } from './sinks/port-sink.js';
export { toJson } from './record/record-json.js';
export { tee } from './wrappers/tee.js';
export { withBacktrace } from './wrappers/with-backtrace.js';
export { withFilter } from './wrappers/with-filter.js';
export { withRateLimit } from './wrappers/with-rate-limit.js';
export { withRedaction } from './wrappers/with-redaction.js';
export { withSampling } from './wrappers/with-sampling.js';
export { withSourceRoot } from './wrappers/with-source-root.js';

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
