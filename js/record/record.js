/** The record that a sink receives, and its construction from C++ and JavaScript entries. */

import { levelFromNumber } from './levels.js';
import { NO_PROPERTIES } from './properties.js';

/** @import { CallSite } from '../module/wasm-module.js' */
/** @import { Level } from './levels.js' */

/**
 * One log entry. All sinks get the same object, so they read it and do not change it.
 *
 * @typedef {object} LogRecord
 * @property {Level} level
 * @property {string} target The name that filters match: the C++ namespace, `engine::sql`, or a logger's target,
 *   `app.ui`.
 * @property {string} message
 * @property {number} time Milliseconds since the Unix epoch; may have a fraction.
 * @property {string} file The C++ source file; empty for entries of JavaScript loggers.
 * @property {number} line Its line, from 1; 0 for entries of JavaScript loggers.
 * @property {string} modulePath The C++ namespace, also where the target is another; empty for JavaScript loggers.
 * @property {Readonly<Record<string, unknown>>} properties A frozen empty object where the entry has none. From C++
 *   values are strings, numbers, booleans, and bigints where an integer is beyond 2^53; from a JavaScript logger they
 *   are the caller's values.
 * @property {string | null} module The `name` given to `init` for entries of its C++ module; null for JavaScript.
 */

/**
 * @param {CallSite} site
 * @param {number} time
 * @param {string} message
 * @param {Record<string, string | number | bigint | boolean> | undefined} properties made for this entry, so not copied
 * @param {string} module
 * @returns {LogRecord}
 */
export function recordFromCpp(site, time, message, properties, module) {
  return {
    level: levelFromNumber(site.level),
    target: site.target,
    message,
    time,
    file: site.file,
    line: site.line,
    modulePath: site.modulePath,
    properties: properties ?? NO_PROPERTIES,
    module,
  };
}

/**
 * @param {Level} level
 * @param {string} target
 * @param {string} message
 * @param {number} time
 * @param {Readonly<Record<string, unknown>>} properties made for this entry, so not copied
 * @returns {LogRecord}
 */
export function recordFromLogger(level, target, message, time, properties) {
  return { level, target, message, time, file: '', line: 0, modulePath: '', properties, module: null };
}
