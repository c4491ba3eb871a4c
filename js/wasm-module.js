/** The Emscripten module: the only file that touches it. */

import { describeValue } from './describe-value.js';

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
 * @param {number} timeMicroseconds since the Unix epoch
 * @param {string} message
 * @param {Record<string, string> | undefined} properties
 * @returns {void}
 */

/**
 * What cpp/module/bindings.cpp adds to a module. Functions that return a string about success return '' or what was
 * wrong.
 *
 * @typedef {object} Bindings
 * @property {(properties: Record<string, string>) => string} micromegasInit
 * @property {() => void} micromegasShutdown
 * @property {(callback: LogCallback) => void} micromegasSetLogCallback
 * @property {() => void} micromegasClearLogCallback
 * @property {(text: string) => string} micromegasSetFilter
 * @property {() => string} micromegasGetFilter
 * @property {(name: string) => string} micromegasSetLevel
 * @property {(target: string) => number} micromegasTargetLevel 0 to 6
 * @property {() => number} micromegasFilterGeneration
 * @property {() => string} micromegasVersion
 * @property {() => string} micromegasProcessId
 */

/** @type {readonly (keyof Bindings)[]} */
const BINDINGS = [
  'micromegasInit',
  'micromegasShutdown',
  'micromegasSetLogCallback',
  'micromegasClearLogCallback',
  'micromegasSetFilter',
  'micromegasGetFilter',
  'micromegasSetLevel',
  'micromegasTargetLevel',
  'micromegasFilterGeneration',
  'micromegasVersion',
  'micromegasProcessId',
];

/** Marks a module in use. On the module itself, so that a second copy of this package on the page sees it too. */
const IN_USE = /* @__PURE__ */ Symbol.for('micromegas-tracing.in-use');

/** @typedef {ReturnType<typeof wrapModule>} WasmModule */

/**
 * @param {ModuleSource | undefined} source
 * @param {() => Promise<EmscriptenModule>} loadCore what to open where there is no source
 * @returns {Promise<WasmModule>}
 */
export async function openModule(source, loadCore) {
  const module = await (source === undefined ? loadCore() : resolveSource(source));
  if ((typeof module !== 'object' && typeof module !== 'function') || module === null) {
    const allowed = 'allowed are an Emscripten module, a promise of one, or its factory function';
    throw new TypeError(`init: option "module" came to ${describeValue(module)}; ${allowed}`);
  }
  const bindings = /** @type {Bindings} */ (module);
  const missing = BINDINGS.find((name) => typeof bindings[name] !== 'function');
  if (missing !== undefined) {
    throw new TypeError(
      `init: option "module" is an object without micromegas' bindings (no ${missing}); ` +
        'allowed is a module that was built with micromegas_add_wasm_module() in CMake',
    );
  }
  return wrapModule(bindings);
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
      throw loadFailure("the package's own WebAssembly core could not be loaded", error);
    });
  };
}

/**
 * @param {ModuleSource} source
 * @returns {Promise<EmscriptenModule>}
 */
async function resolveSource(source) {
  try {
    return await (typeof source === 'function' ? source() : source);
  } catch (error) {
    throw loadFailure(
      `option "module" is ${typeof source === 'function' ? 'a factory' : 'a promise'} that failed`,
      error,
    );
  }
}

/**
 * @param {string} what
 * @param {unknown} cause
 * @returns {Error}
 */
function loadFailure(what, cause) {
  return new Error(`init: ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}

/** @param {Bindings & { [IN_USE]?: boolean }} module */
function wrapModule(module) {
  return {
    /** Reserves the module for one `Tracing`. */
    claim() {
      if (module[IN_USE]) {
        throw new Error(
          'init: this module is initialised already; call shutdown() of what the first init returned, then init again',
        );
      }
      module[IN_USE] = true;
    },
    release() {
      module[IN_USE] = false;
    },

    /** @param {Record<string, string>} properties */
    init: (properties) => module.micromegasInit(properties),
    shutdown: () => module.micromegasShutdown(),

    /** @param {LogCallback} callback */
    setLogCallback: (callback) => module.micromegasSetLogCallback(callback),
    clearLogCallback: () => module.micromegasClearLogCallback(),

    /** @param {string} text */
    setFilter: (text) => module.micromegasSetFilter(text),
    getFilter: () => module.micromegasGetFilter(),
    /** @param {string} name */
    setLevel: (name) => module.micromegasSetLevel(name),
    /** @param {string} target */
    targetLevel: (target) => module.micromegasTargetLevel(target),
    /** Changes whenever the filter does, also by C++. */
    filterGeneration: () => module.micromegasFilterGeneration(),

    version: () => module.micromegasVersion(),
    processId: () => module.micromegasProcessId(),
  };
}
