/** The options of `init`, and the checks that need no module. */

import {
  badOption,
  checkOptions,
  checkSink,
  isObject,
  readBoolean,
  readFunction,
  readOption,
  readText,
} from './util/check-options.js';
import { consoleSink } from './sinks/console/console-sink.js';
import { checkLevelFilter } from './record/levels.js';
import { CORE_ALLOWED } from './module/wasm-module.js';

/** @import { Sink } from './delivery/hub.js' */
/** @import { ModuleSource } from './module/wasm-module.js' */
/** @import { LevelFilter } from './record/levels.js' */
/** @import { Options } from './util/check-options.js' */

/**
 * @typedef {object} InitOptions
 * @property {ModuleSource} [module] The Emscripten module to listen to, a promise of it, or
 *   the factory that makes it. Left out: the package's own core, for entries of JavaScript loggers alone.
 * @property {WebAssembly.Module | PromiseLike<WebAssembly.Module>} [core] Instead of `module`, the package's own core,
 *   already compiled, for places that forbid to compile: `import core from 'micromegas-tracing/core.wasm'`.
 * @property {AbortSignal} [signal] Aborting it makes `init` reject with its reason, or later shuts the tracing down.
 * @property {string} [name] The `module` field of that module's records. Default `'main'`.
 * @property {LevelFilter} [level] The same level for every target. Default `'info'`. Any case,
 *   and `warning` for `warn`, is understood at run time.
 * @property {string} [filter] Instead of `level`, a default level and levels for targets: `'info,engine::sql=debug'`.
 * @property {readonly Sink[]} [sinks] Default `[consoleSink()]`.
 * @property {Readonly<Record<string, string | number | boolean>>} [properties] Facts about this process, e.g.
 *   `{ release: '1.4.0' }`. C++ gets them as text. If C++ has initialised tracing before, its properties apply.
 * @property {boolean} [filterOverride] Whether a filter from outside (see `init`) overrides this one. Default true.
 * @property {() => number} [now] The time of all records, in milliseconds since the Unix epoch. Default:
 *   `Date.now()`, and the times of C++.
 */

/**
 * @typedef {object} CheckedOptions
 * @property {ModuleSource | undefined} module
 * @property {WebAssembly.Module | PromiseLike<WebAssembly.Module> | undefined} core
 * @property {AbortSignal | undefined} signal
 * @property {string} name
 * @property {string} filter
 * @property {readonly Sink[]} sinks
 * @property {Readonly<Record<string, string>>} properties
 * @property {boolean} filterOverride
 * @property {(() => number) | undefined} now
 */

const NAMES = [
  'module',
  'core',
  'name',
  'level',
  'filter',
  'sinks',
  'properties',
  'filterOverride',
  'now',
  'signal',
];

const MODULE_ALLOWED = 'allowed are a module, a promise of one, its factory';

/**
 * @param {unknown} given
 * @param {readonly string[]} [others] names that only this `init` knows, which checks them itself
 * @returns {CheckedOptions}
 */
export function checkInitOptions(given, others = []) {
  const options = checkOptions('init', given, [...NAMES, ...others]);
  refuseBoth(options, 'module', 'core');
  refuseBoth(options, 'level', 'filter');
  return {
    module: readOption(options, 'module', undefined, isModuleSource, MODULE_ALLOWED),
    core: readOption(options, 'core', undefined, isObject, CORE_ALLOWED),
    signal: readOption(options, 'signal', undefined, isSignal, 'allowed is an AbortSignal'),
    name: readText(options, 'name', 'main'),
    filter: checkFilter(options),
    sinks: checkSinks(options),
    properties: checkProperties(options),
    filterOverride: readBoolean(options, 'filterOverride', true),
    now: readFunction(options, 'now', undefined),
  };
}

/**
 * @param {Options} options
 * @param {string} one
 * @param {string} other
 */
function refuseBoth({ values }, one, other) {
  if (values[one] === undefined || values[other] === undefined) return;
  throw new TypeError(`init: options "${one}" and "${other}" are both given; allowed is one`);
}

/** @param {any} signal */
function isSignal(signal) {
  return ['addEventListener', 'throwIfAborted'].every((name) => typeof signal?.[name] === 'function');
}

/** @param {unknown} module */
function isModuleSource(module) {
  return typeof module === 'function' || isObject(module);
}

/**
 * A level is a filter too.
 *
 * @param {Options} options
 * @returns {string}
 */
function checkFilter(options) {
  const { level, filter } = options.values;
  if (filter === undefined) {
    return level === undefined ? 'info' : checkLevelFilter('init: option "level"', level);
  }
  const allowed = 'allowed is a string such as "info,engine::sql=debug"';
  return readOption(options, 'filter', '', (value) => typeof value === 'string', allowed);
}

/**
 * @param {Options} options
 * @returns {readonly Sink[]} a copy: a later change of the caller's array has no effect
 */
function checkSinks(options) {
  const allowed = 'allowed is an array of functions';
  /** @type {unknown[]} */
  const sinks = readOption(options, 'sinks', undefined, Array.isArray, allowed) ?? [consoleSink()];
  return sinks.map((sink, index) => {
    checkSink(`init: option "sinks[${index}]"`, sink);
    return /** @type {Sink} */ (sink);
  });
}

/**
 * @param {Options} options
 * @returns {Readonly<Record<string, string>>} as C++ gets them
 */
function checkProperties(options) {
  const properties = readOption(options, 'properties', {}, isObject, 'allowed is an object');
  const entries = Object.entries(properties).map(([name, value]) => {
    if (['string', 'number', 'boolean'].includes(typeof value)) return [name, String(value)];
    const allowed = 'allowed are a string, a number and a boolean';
    throw new TypeError(badOption('init', `properties.${name}`, value, allowed));
  });
  return Object.freeze(Object.fromEntries(entries));
}
