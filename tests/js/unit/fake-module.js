/** A module with the bindings, without C++: the parts of the filter that the tests need, and its state for them. */

const NAMES = ['off', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** @typedef {import('../../../js/module/wasm-module.js').CallSite} CallSite */

/**
 * @param {Partial<CallSite>} [site]
 * @returns {CallSite}
 */
export function callSite(site) {
  return Object.freeze({
    level: 4,
    target: 'engine::sql',
    modulePath: 'engine::sql',
    file: 'engine/sql.cpp',
    line: 42,
    ...site,
  });
}

export function fakeModule() {
  /** @type {import('../../../js/module/wasm-module.js').LogCallback | null} */
  let callback = null;
  let filter = parse('trace');
  let generation = new Int32Array([1]);
  /** @type {Record<string, string>} */
  let nextProperties = {};
  /** @type {Record<string, string> | undefined} */
  let processProperties;
  let crashed = false;
  let floor = 0;
  const counts = { targetLevel: 0, filterGeneration: 0, init: 0, shutdown: 0 };

  /** @param {string} target */
  function levelFor(target) {
    const match = filter.targets.find(
      ([name]) => target.startsWith(name) && /^(::|[./]|$)/.test(target.slice(name.length)),
    );
    return match ? match[1] : filter.level;
  }

  function failIfCrashed() {
    if (crashed) throw new Error('unreachable');
  }

  return {
    /**
     * @param {string} name
     * @param {string} value
     */
    micromegasSetProperty(name, value) {
      nextProperties[name] = value;
    },
    micromegasInit() {
      const properties = nextProperties;
      nextProperties = {};
      const reserved = Object.keys(properties).find((name) => name.startsWith('micromegas.'));
      if (reserved) return 'names that begin with "micromegas." are reserved';
      ++counts.init;
      processProperties ??= properties; // those of the first stand
      return '';
    },
    micromegasShutdown() {
      failIfCrashed();
      ++counts.shutdown;
      processProperties = undefined;
    },
    /** @param {import('../../../js/module/wasm-module.js').LogCallback | null} fn */
    micromegasSetLogCallback(fn) {
      callback = fn;
    },
    /** @param {string} text */
    micromegasSetFilter(text) {
      failIfCrashed();
      const parsed = parse(text);
      if (parsed.problem) return parsed.problem;
      filter = parsed;
      generation.set([(generation[0] ?? 0) + 1]);
      return '';
    },
    /** @param {number} level */
    micromegasSetFilterFloor(level) {
      failIfCrashed();
      floor = level;
      generation.set([(generation[0] ?? 0) + 1]);
    },
    micromegasGetFilter() {
      failIfCrashed();
      return filter.text;
    },
    /** @param {string} target */
    micromegasTargetLevel(target) {
      failIfCrashed();
      ++counts.targetLevel;
      return levelFor(target);
    },
    micromegasFilterGeneration() {
      failIfCrashed();
      ++counts.filterGeneration;
      return generation;
    },
    micromegasVersion: () => '9.8.7',
    /** Every error that is a string is the module's own. */
    micromegasGuard(/** @type {() => any} */ call, /** @type {any} */ onFailure) {
      try {
        return call();
      } catch (error) {
        if (typeof error !== 'string') throw error;
        const failure = new Error(error);
        onFailure(failure);
        throw failure;
      }
    },
    micromegasProcessId: () => (processProperties ? 'a-process-id' : ''),

    /** Functions and state for tests. */
    test: {
      counts,
      hasCallback: () => callback !== null,
      isInitialised: () => processProperties !== undefined,
      processProperties: () => processProperties,
      /** C++ logs. @type {import('../../../js/module/wasm-module.js').LogCallback} */
      log(site, time, message, properties) {
        if (site.level <= Math.max(floor, levelFor(site.target))) callback?.(site, time, message, properties);
      },
      /** Memory grows: there is a new buffer, and views of the old one are empty. */
      growMemory() {
        generation = new Int32Array(structuredClone(generation.buffer, { transfer: [generation.buffer] }));
      },
      /** From here on a call into the module traps. */
      crash() {
        crashed = true;
      },
    },
  };
}

/** @typedef {ReturnType<typeof fakeModule>} FakeModule */

/** @param {string} text */
function parse(text) {
  const entries = text.split(',').map((entry) => entry.trim());
  /** @type {[string, number][]} */
  const targets = [];
  let level = 0;
  let problem = '';
  for (const entry of entries) {
    const [name = '', target] = entry.split('=').reverse();
    const number = NAMES.indexOf(name);
    if (number === -1) problem = `"${name}" is not a level; allowed are ${NAMES.join(', ')}`;
    if (target === undefined) level = number;
    else targets.push([target, number]);
  }
  return { text: entries.join(','), level, targets, problem };
}
