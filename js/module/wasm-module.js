/** Opens an Emscripten module: whether it has the bindings, whether another copy listens to it, its failures. */

import { describeValue } from '../values/describe-value.js';
import { textOf } from '../values/text-of.js';

/** @import { ModuleFailure } from './guard.js' */

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
 * The constants of a C++ call site; one object for all its entries.
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
 * @param {Record<string, string | number | bigint | boolean> | undefined} properties
 * @returns {void}
 */

/**
 * @callback PrintCallback
 * @param {string} line without its end
 * @param {0 | 1} isError whether the program wrote it to standard error
 * @param {(line: string) => void} realPrint writes it to the console
 * @returns {void}
 */

/**
 * The functions that cpp/module/ adds to a module. A string result without other meaning is '' or the problem.
 *
 * @typedef {object} Bindings
 * @property {(name: string, value: string) => void} micromegasSetProperty of the process, for the next
 *   micromegasInit
 * @property {() => string} micromegasInit
 * @property {() => void} micromegasShutdown
 * @property {(callback: LogCallback | null) => void} micromegasSetLogCallback also enters C++ to deliver the entries
 *   from before `init`, unless the callback is null
 * @property {(text: string) => string} micromegasSetFilter
 * @property {(level: number) => void} micromegasSetFilterFloor lets C++ entries up to this level, 0 to 6, pass,
 *   whatever the filter says
 * @property {() => string} micromegasGetFilter
 * @property {(target: string) => number} micromegasTargetLevel 0 to 6
 * @property {() => Int32Array} micromegasFilterGeneration a view of one number in the module's memory, which is
 *   positive and changes whenever the filter does, also by C++
 * @property {() => string} micromegasVersion
 * @property {() => string} micromegasProcessId
 * @property {(print: PrintCallback | null) => void} micromegasSetPrint null: the console
 * @property {(call: () => any, onFailure: (failure: ModuleFailure) => void) => any} micromegasGuard Calls the function.
 *   An error of the module, also of a rejected promise, becomes a readable one, which `onFailure` gets before it is
 *   thrown.
 */

/** For messages. */
export const CORE_ALLOWED = 'allowed are a WebAssembly.Module and a promise of one';

/** One name of bindings.cpp and one of library_micromegas_module.js, without `micromegas`; the rest comes with them. */
const BINDINGS = ['Init', 'Guard'];

/**
 * Makes an instance of the package's own core.
 *
 * @callback CreateCore
 * @param {WebAssembly.Module} [compiled] the core to instantiate; left out: the entry's own
 * @returns {Promise<EmscriptenModule>}
 */

/**
 * @param {string} where the function that was called, for messages
 * @param {ModuleSource} source
 * @returns {Promise<Bindings>}
 */
export async function openModule(where, source) {
  const module = /** @type {any} */ (await resolveSource(where, 'module', source));
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
 * Makes an instance for one `Tracing` alone.
 *
 * @param {WebAssembly.Module | PromiseLike<WebAssembly.Module> | undefined} given
 * @param {CreateCore} createCore
 * @returns {Promise<Bindings>}
 */
export async function openCore(given, createCore) {
  const compiled = given && (await resolveSource('init', 'core', given));
  // Not instanceof: it may come from another frame.
  if (given && Object.prototype.toString.call(compiled) !== '[object WebAssembly.Module]') {
    throw new TypeError(`init: option "core" came to ${describeValue(compiled)}; ${CORE_ALLOWED}`);
  }
  try {
    return /** @type {any} */ (await createCore(compiled));
  } catch (error) {
    throw loadFailure('init', "the package's own WebAssembly core could not be loaded", error);
  }
}

/**
 * @template T
 * @param {string} where
 * @param {string} option
 * @param {T | PromiseLike<T> | (() => T | PromiseLike<T>)} source
 * @returns {Promise<T>}
 */
async function resolveSource(where, option, source) {
  const isFactory = typeof source === 'function';
  try {
    return await (isFactory ? /** @type {() => T} */ (source)() : source);
  } catch (error) {
    throw loadFailure(
      where,
      `option "${option}" is ${isFactory ? 'a factory' : 'a promise'} that failed`,
      error,
    );
  }
}

/**
 * @param {string} where
 * @param {string} problem
 * @param {unknown} cause
 * @returns {Error}
 */
function loadFailure(where, problem, cause) {
  return new Error(`${where}: ${problem}: ${textOf(/** @type {any} */ (cause)?.message ?? cause)}`, {
    cause,
  });
}
