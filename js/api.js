/** What every entry of the package exports besides its `init`. */

export { captureConsole } from './capture-console.js';
export { consoleSink } from './console-sink.js';
export { httpSink } from './http-sink.js';
export { jsonLinesSink } from './json-lines-sink.js';
export { levels } from './levels.js';
export { memorySink } from './memory-sink.js';
export { portSink, receive } from './port-sink.js';
export { tee } from './tee.js';
export { withFilter } from './with-filter.js';
export { withRateLimit } from './with-rate-limit.js';
export { withRedaction } from './with-redaction.js';
export { withSampling } from './with-sampling.js';
export { withSourceRoot } from './with-source-root.js';

/** @typedef {import('./capture-console.js').CaptureConsoleOptions} CaptureConsoleOptions */
/** @typedef {import('./capture-console.js').CapturedConsole} CapturedConsole */
/** @typedef {import('./clock.js').Clock} Clock */
/** @typedef {import('./console-sink.js').ConsoleLike} ConsoleLike */
/** @typedef {import('./console-sink.js').ConsoleSinkOptions} ConsoleSinkOptions */
/** @typedef {import('./counts.js').DeliveryCounts} DeliveryCounts */
/** @typedef {import('./counts.js').LossCause} LossCause */
/** @typedef {import('./counts.js').Losses} Losses */
/** @typedef {import('./guard.js').ModuleFailure} ModuleFailure */
/** @typedef {import('./http-sink.js').HttpSinkOptions} HttpSinkOptions */
/** @typedef {import('./hub.js').LastingSink} LastingSink */
/** @typedef {import('./hub.js').ProcessIdentity} ProcessIdentity */
/** @typedef {import('./hub.js').Sink} Sink */
/** @typedef {import('./hub.js').SinkLife} SinkLife */
/** @typedef {import('./json-lines-sink.js').JsonLinesSinkOptions} JsonLinesSinkOptions */
/** @typedef {import('./json-lines-sink.js').LineStream} LineStream */
/** @typedef {import('./levels.js').Level} Level */
/** @typedef {import('./levels.js').LevelFilter} LevelFilter */
/** @typedef {import('./life.js').Life} Life */
/**
 * @template {object} [Properties=object]
 * @typedef {import('./logger.js').Logger<Properties>} Logger
 */
/**
 * @template {object} [Properties=object]
 * @typedef {import('./logger.js').LogFunction<Properties>} LogFunction
 */
/** @typedef {import('./logger.js').Message} Message */
/** @typedef {import('./memory-sink.js').MemorySink} MemorySink */
/** @typedef {import('./memory-sink.js').MemorySinkOptions} MemorySinkOptions */
/** @typedef {import('./memory-sink.js').MemorySinkState} MemorySinkState */
/** @typedef {import('./options.js').InitOptions} InitOptions */
/** @typedef {import('./outbox.js').BatchHeader} BatchHeader */
/** @typedef {import('./port-sink.js').PortSinkOptions} PortSinkOptions */
/** @typedef {import('./port-sink.js').ReceivingPort} ReceivingPort */
/** @typedef {import('./port-sink.js').SendingPort} SendingPort */
/** @typedef {import('./record.js').LogRecord} LogRecord */
/** @typedef {import('./tracing.js').AttachedModule} AttachedModule */
/** @typedef {import('./tracing.js').AttachOptions} AttachOptions */
/** @typedef {import('./tracing.js').Tracing} Tracing */
/** @typedef {import('./tracing.js').TracingMethods} TracingMethods */
/** @typedef {import('./wasm-module.js').EmscriptenModule} EmscriptenModule */
/** @typedef {import('./wasm-module.js').ModuleSource} ModuleSource */
/** @typedef {import('./with-rate-limit.js').RateLimitOptions} RateLimitOptions */
/** @typedef {import('./with-redaction.js').RedactionOptions} RedactionOptions */
/** @typedef {import('./with-sampling.js').SamplingOptions} SamplingOptions */
/** @typedef {import('./wrap-sink.js').WrappedLife} WrappedLife */
/** @typedef {import('./wrap-sink.js').WrappedSink} WrappedSink */
