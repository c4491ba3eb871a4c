/** The Emscripten module: the only file that touches it. */

import { describeValue } from './describe-value.js';
import { textOf } from './text-of.js';

/**
 * An Emscripten module that was built with micromegas' bindings, as `micromegas_add_wasm_module()` in CMake does.
 *
 * @typedef {object} EmscriptenModule
 */

/**
 * A module, a promise of one, or the factory that Emscripten generates, which is called without arguments.
 *
 * @typedef {EmscriptenModule | PromiseLike<EmscriptenModule> |
 *   (() => EmscriptenModule | PromiseLike<EmscriptenModule>)} ModuleSource
 */

/**
 * What is constant about a C++ call site; one object for all its entries.
 *
 * @typedef {object} CallSite
 * @property {number} level 1 to 6
 * @property {string} target
 * @property {string} modulePath
 * @property {string} file
 * @property {number} line
 */

/**
 * @callback LogCallback
 * @param {CallSite} site
 * @param {number} time milliseconds since the Unix epoch; may have a fraction
 * @param {string} message
 * @param {Record<string, string> | undefined} properties
 * @returns {void}
 */

/**
 * What cpp/module/ adds to a module. Functions that return a string about success return '' or what was
 * wrong.
 *
 * @typedef {object} Bindings
 * @property {(name: string, value: string) => void} micromegasSetProperty of the process, for the next
 *   micromegasInit
 * @property {() => string} micromegasInit
 * @property {() => void} micromegasShutdown
 * @property {(callback: LogCallback | null) => void} micromegasSetLogCallback does not enter C++
 * @property {(text: string) => string} micromegasSetFilter
 * @property {() => string} micromegasGetFilter
 * @property {(target: string) => number} micromegasTargetLevel 0 to 6
 * @property {() => Int32Array} micromegasFilterGeneration a view of one number in the module's memory, which is positive
 *   and changes whenever the filter does, also by C++
 * @property {() => string} micromegasVersion
 * @property {() => string} micromegasProcessId
 * @property {(call: () => any, onFailure: (failure: import('./guard.js').ModuleFailure) => void) => any}
 *   micromegasGuard Calls. An error that is the module's, also where a promise rejects with it, becomes a readable one,
 *   which `onFailure` sees before it is thrown.
 */

/** Their names without `micromegas`. */
const BINDINGS = [
  'Init',
  'Shutdown',
  'SetLogCallback',
  'SetProperty',
  'SetFilter',
  'GetFilter',
  'TargetLevel',
  'FilterGeneration',
  'Version',
  'ProcessId',
  'Guard',
];

/** Marks a module in use. On the module itself, so that a second copy of this package on the page sees it too. */
const IN_USE = /* @__PURE__ */ Symbol.for('micromegas-tracing.in-use');

/**
 * @param {string} where the function that was called, for messages
 * @param {ModuleSource | undefined} source
 * @param {() => Promise<EmscriptenModule>} [loadCore] what to open where there is no source
 * @returns {Promise<Bindings>}
 */
export async function openModule(where, source, loadCore) {
  const module = /** @type {any} */ (
    await (source === undefined && loadCore ? loadCore() : resolveSource(where, source))
  );
  const missing = BINDINGS.find((name) => typeof module?.[`micromegas${name}`] !== 'function');
  if (missing) {
    throw new TypeError(
      `${where}: option "module" came to ${describeValue(module)} without micromegas${missing}; ` +
        'allowed is one built by micromegas_add_wasm_module() in CMake',
    );
  }
  return module;
}

/**
 * One core is enough for a page: a later `init` uses it again, unless it could not be loaded.
 *
 * @template {unknown[]} Arguments
 * @param {(...args: Arguments) => Promise<EmscriptenModule>} load
 * @returns {(...args: Arguments) => Promise<EmscriptenModule>}
 */
export function loadOnce(load) {
  /** @type {Promise<EmscriptenModule> | undefined} */
  let core;
  return (...args) => {
    core ??= load(...args);
    return core.catch((error) => {
      core = undefined;
      throw loadFailure('init', "the package's own WebAssembly core could not be loaded", error);
    });
  };
}

/**
 * @param {string} where
 * @param {ModuleSource | undefined} source
 * @returns {Promise<EmscriptenModule | undefined>}
 */
async function resolveSource(where, source) {
  try {
    return await (typeof source === 'function' ? source() : source);
  } catch (error) {
    throw loadFailure(
      where,
      `option "module" is ${typeof source === 'function' ? 'a factory' : 'a promise'} that failed`,
      error,
    );
  }
}

/**
 * @param {string} where
 * @param {string} what
 * @param {unknown} cause
 * @returns {Error}
 */
function loadFailure(where, what, cause) {
  return new Error(`${where}: ${what}: ${textOf(/** @type {any} */ (cause)?.message ?? cause)}`, { cause });
}

/**
 * Reserves the module for one `Tracing`, or throws.
 *
 * @param {string} where
 * @param {Bindings & { [IN_USE]?: boolean }} module
 */
export function claim(where, module) {
  if (module[IN_USE]) {
    throw new Error(`${where}: this module is initialised already; shut down what the first init returned`);
  }
  module[IN_USE] = true;
}

/** @param {Bindings & { [IN_USE]?: boolean }} module */
export function release(module) {
  module[IN_USE] = false;
}
