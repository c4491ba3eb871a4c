/** What `init` accepts, and the checks that need no module. */

import { badOption, checkOptions } from './check-options.js';
import { consoleSink } from './console-sink.js';
import { checkLevelFilter } from './levels.js';

/**
 * @typedef {object} InitOptions
 * @property {import('./wasm-module.js').ModuleSource} [module] The Emscripten module to listen to, a promise of it, or
 *   the factory that makes it. Left out: the package's own core, which logs what JavaScript loggers say.
 * @property {string} [name] What the records of that module have in their `module` field. Default `'main'`.
 * @property {import('./levels.js').LevelFilter} [level] The same level for every target. Default `'info'`. Any case,
 *   and `warning` for `warn`, is understood at run time.
 * @property {string} [filter] Instead of `level`, a default level and levels for targets: `'info,engine::sql=debug'`.
 * @property {readonly import('./hub.js').Sink[]} [sinks] Default `[consoleSink()]`.
 * @property {Readonly<Record<string, string | number | boolean>>} [properties] Facts about this process, e.g.
 *   `{ release: '1.4.0' }`. C++ gets them as text. Where C++ has initialised tracing before, its own stand.
 */

/**
 * @typedef {object} CheckedOptions
 * @property {import('./wasm-module.js').ModuleSource | undefined} module
 * @property {string} name
 * @property {'level' | 'filter'} filterOption which of the two options gave the filter
 * @property {string} filter
 * @property {readonly import('./hub.js').Sink[]} sinks
 * @property {Readonly<Record<string, string>>} properties
 */

const NAMES = ['module', 'name', 'level', 'filter', 'sinks', 'properties'];

/**
 * @param {unknown} given
 * @param {readonly string[]} [others] names that only this `init` knows, which checks them itself
 * @returns {CheckedOptions}
 */
export function checkInitOptions(given, others = []) {
  const options = checkOptions('init', given, [...NAMES, ...others]);
  return {
    module: checkModule(options['module']),
    name: checkName(options['name']),
    ...checkFilter(options['level'], options['filter']),
    sinks: checkSinks(options['sinks']),
    properties: checkProperties(options['properties']),
  };
}

/**
 * @param {unknown} module
 * @returns {import('./wasm-module.js').ModuleSource | undefined}
 */
function checkModule(module) {
  if (
    module === undefined ||
    typeof module === 'function' ||
    (typeof module === 'object' && module !== null)
  ) {
    return /** @type {import('./wasm-module.js').ModuleSource | undefined} */ (module);
  }
  throw new TypeError(
    badOption(
      'init',
      'module',
      module,
      'allowed are an Emscripten module, a promise of one, or its factory function',
    ),
  );
}

/**
 * @param {unknown} name
 * @returns {string}
 */
function checkName(name) {
  if (name === undefined) return 'main';
  if (typeof name === 'string' && name !== '') return name;
  throw new TypeError(badOption('init', 'name', name, 'allowed is a string that is not empty'));
}

/**
 * A level is a filter too.
 *
 * @param {unknown} level
 * @param {unknown} filter
 * @returns {{ filterOption: 'level' | 'filter', filter: string }}
 */
function checkFilter(level, filter) {
  if (filter === undefined) {
    const checked = level === undefined ? 'info' : checkLevelFilter('init: option "level"', level);
    return { filterOption: 'level', filter: checked };
  }
  if (level !== undefined) {
    throw new TypeError('init: options "level" and "filter" are both given; allowed is one of them');
  }
  if (typeof filter === 'string') return { filterOption: 'filter', filter };
  throw new TypeError(
    badOption('init', 'filter', filter, 'allowed is a string such as "info,engine::sql=debug"'),
  );
}

/**
 * @param {unknown} sinks
 * @returns {readonly import('./hub.js').Sink[]} a copy: what the caller does to his array later has no effect
 */
function checkSinks(sinks) {
  if (sinks === undefined) return [consoleSink()];
  const allowed = 'allowed is an array of functions';
  if (!Array.isArray(sinks)) throw new TypeError(badOption('init', 'sinks', sinks, allowed));
  const bad = sinks.findIndex((sink) => typeof sink !== 'function');
  if (bad !== -1) {
    throw new TypeError(badOption('init', `sinks[${bad}]`, sinks[bad], 'allowed is a function'));
  }
  return [...sinks];
}

/**
 * @param {unknown} properties
 * @returns {Readonly<Record<string, string>>} as C++ gets them
 */
function checkProperties(properties) {
  if (properties === undefined) return Object.freeze({});
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw new TypeError(badOption('init', 'properties', properties, 'allowed is an object'));
  }
  const entries = Object.entries(properties).map(([name, value]) => [name, textOf(name, value)]);
  return Object.freeze(Object.fromEntries(entries));
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function textOf(name, value) {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  const allowed = 'allowed are a string, a number and a boolean';
  throw new TypeError(badOption('init', `properties.${name}`, value, allowed));
}
