/**
 * Logs of C++ compiled to WebAssembly, and of the JavaScript around it, in one stream.
 *
 *     import { init } from 'micromegas-tracing';
 *
 *     const tracing = await init({ module, level: 'info' });
 *     tracing.logger('app.ui').info('clicked', { button: 'ok' });
 */

export { consoleSink } from './console-sink.js';
export { init } from './init.js';
export { levels } from './levels.js';
export { memorySink } from './memory-sink.js';

/** @typedef {import('./console-sink.js').ConsoleLike} ConsoleLike */
/** @typedef {import('./console-sink.js').ConsoleSinkOptions} ConsoleSinkOptions */
/** @typedef {import('./hub.js').Sink} Sink */
/** @typedef {import('./levels.js').Level} Level */
/** @typedef {import('./levels.js').LevelFilter} LevelFilter */
/** @typedef {import('./logger.js').Logger} Logger */
/** @typedef {import('./logger.js').LogFunction} LogFunction */
/** @typedef {import('./memory-sink.js').MemorySink} MemorySink */
/** @typedef {import('./memory-sink.js').MemorySinkOptions} MemorySinkOptions */
/** @typedef {import('./options.js').InitOptions} InitOptions */
/** @typedef {import('./record.js').LogRecord} LogRecord */
/** @typedef {import('./tracing.js').Tracing} Tracing */
/** @typedef {import('./wasm-module.js').EmscriptenModule} EmscriptenModule */
/** @typedef {import('./wasm-module.js').ModuleSource} ModuleSource */
