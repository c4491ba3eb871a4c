/// <reference lib="esnext.disposable" preserve="true" />

import { attachModule, SHUTDOWN_FAILED } from './module/attachment.js';
import { checkOptions, readText } from './util/check-options.js';
import { refusal } from './values/describe-value.js';
import { createFailureLog } from './module/guard.js';
import { checkLevelFilter } from './record/levels.js';
import { withSymbols } from './delivery/life.js';
import { checkName, createLogger } from './logger/logger.js';
import { shareTracing } from './logger/shared-tracings.js';
import { createTargetFilters } from './logger/target-filter.js';
import { keepInternals } from './delivery/tracing-internals.js';
import { createTimeline } from './timeline/timeline.js';
import { checkTimeout } from './util/wait.js';
import { openModule } from './module/wasm-module.js';

/** @import { DeliveryCounts } from './delivery/counts.js' */
/** @import { Hub } from './delivery/hub.js' */
/** @import { Logger } from './logger/logger.js' */
/** @import { SharedTracing } from './logger/shared-tracings.js' */
/** @import { Attachment } from './module/attachment.js' */
/** @import { ModuleSource } from './module/wasm-module.js' */
/** @import { LevelFilter } from './record/levels.js' */
/** @import { SpanOptions } from './timeline/timeline.js' */

/** An ending program must not wait longer, even if its server does not answer. */
const FLUSH_MS = 30_000;

/**
 * The result of `init`. After `shutdown` nothing throws: its loggers are silent, a change of the filter is ignored, and
 * the other values stay the same.
 *
 * @typedef {object} TracingMethods
 * @property {(text: string) => void} setFilter Replaces the filter, for C++ and for JavaScript, from the next entry
 *   on. Throws a `RangeError` that names the error in the text; then the filter is unchanged.
 * @property {(level: LevelFilter) => void} setLevel Sets the same level for every target.
 *   Throws a `RangeError` for an unknown name.
 * @property {() => string} getFilter The filter in force, also where C++ changed it, in its canonical form.
 * @property {<Properties extends object = object>(target: string) =>
 *   Logger<Properties>} logger Makes a logger; filters match its target.
 * @property {(module: ModuleSource, options?: AttachOptions) => Promise<AttachedModule>} attach Adds another
 *   WebAssembly module, with the same sinks, this filter and each one that `setFilter` sets later. (A filter that C++
 *   sets applies to its module alone, until the next.) Rejects as `init` does.
 * @property {<Call extends (...args: any[]) => any>(call: Call) =>
 *   ((...args: Parameters<Call>) => ReturnType<Call>)} guard Wraps a function that calls into a module. A C++
 *   exception, a trap or abort() that comes out of it, or of a promise that it returns, is logged once, at fatal, and
 *   thrown as a `ModuleFailure`. Any other error passes unchanged.
 * @property {<T>(name: string, call: () => T, options?: SpanOptions) => T} span Calls the function and shows the time
 *   that it takes, or that its promise takes, on a track of the browser's performance panel. Returns its result.
 * @property {(name: string, value: number | bigint, unit: string, options?: SpanOptions) => void} metric Shows a
 *   value on the panel's timeline; it is an entry at trace, too.
 * @property {string} processId The id that C++ made for this process.
 * @property {Readonly<Record<string, string>>} properties The properties that were given to `init`, as text.
 * @property {string} version Of the C++ library in the module.
 * @property {(timeout?: number) => Promise<void>} flush Resolves when all sinks have delivered their records, or after
 *   so many milliseconds, by default 30,000; a late sink is reported to the others. Never rejects because of a sink.
 * @property {readonly DeliveryCounts[]} counts The delivered, waiting and lost records of each sink, in the
 *   order of the option `sinks`.
 * @property {() => void} shutdown Ends tracing in the modules and closes the sinks, whose timers and listeners
 *   end. A module's later entries reach only the other tracings that listen to it. A second call does nothing.
 */

/** @typedef {{ name?: string }} AttachOptions the `module` field of its records, by default `'attached'` */

/**
 * @typedef {object} AttachedModule
 * @property {string} name
 * @property {() => void} detach Ends tracing in that module, which is then free. `shutdown` does that too.
 */

/**
 * `using tracing = await init()` shuts down at the end of the block, `await using` flushes before; where the platform
 * has the symbols.
 *
 * @typedef {TracingMethods & Disposable & AsyncDisposable} Tracing
 */

/**
 * @param {Attachment} main whose filter is the truth
 * @param {Hub} hub
 * @param {object} options
 * @param {Readonly<Record<string, string>>} options.properties
 * @param {(() => number) | undefined} options.now
 * @returns {Tracing}
 */
export function createTracing(main, hub, { properties, now }) {
  const { wasm } = main;
  const attachments = new Set([main]);
  const targetFilters = createTargetFilters(wasm, hub.backtraceLevel);
  let running = true;
  let lastFilter = '';

  /** @type {SharedTracing} */
  const loggers = {
    allowedLevelOf: targetFilters.wantedLevelOf,
    wants: targetFilters.wants,
    deliver:
      hub.backtraceLevel === 0
        ? hub.deliver
        : (record) => (targetFilters.passes(record) ? hub.deliver : hub.holdBack)(record),
    losses: hub.losses,
    now: now ?? (() => Date.now()),
  };
  const unshare = shareTracing(loggers);

  /** @type {ReturnType<typeof createFailureLog> | undefined} */
  let onFailure;

  /** @param {Attachment} attachment */
  function detach(attachment) {
    if (attachments.delete(attachment)) attachment.detach();
  }

  /** @type {TracingMethods} */
  const tracing = {
    setFilter(text) {
      if (!running) return;
      if (typeof text !== 'string') {
        throw new TypeError(refusal('setFilter: the filter', text, 'allowed is a string'));
      }
      const problem = wasm.micromegasSetFilter(text);
      if (problem) throw new RangeError(`setFilter: ${problem}`);
      for (const { name, wasm: other } of attachments) {
        if (other === wasm) continue;
        hub.attempt(`the filter could not be set in module "${name}"`, () => other.micromegasSetFilter(text));
      }
    },

    setLevel(level) {
      // A level is a filter too.
      if (running) tracing.setFilter(checkLevelFilter('setLevel: the level', level));
    },

    getFilter: () => (running ? wasm.micromegasGetFilter() : lastFilter),

    logger(target) {
      checkName('logger: the target', target);
      return createLogger(target, loggers);
    },

    async attach(module, options = {}) {
      const name = readText(checkOptions('attach', options, ['name']), 'name', 'attached');
      const other = await openModule('attach', module);
      if (!running) throw new Error('attach: tracing was shut down');
      if ([...attachments].some(({ wasm }) => wasm === other)) {
        throw new Error('attach: this tracing listens to that module already');
      }
      const filter = wasm.micromegasGetFilter();
      const attachment = attachModule(other, { name, filter, properties, now }, hub);
      attachments.add(attachment);
      return { name, detach: () => detach(attachment) };
    },

    guard(call) {
      if (typeof call !== 'function') {
        throw new TypeError(refusal('guard: the call', call, 'allowed is a function'));
      }
      const tell = (onFailure ??= createFailureLog(
        createLogger('micromegas.guard', loggers),
        hub.keepLast(),
      ));
      /** @this {unknown} */
      return function (...args) {
        let run = () => call.apply(this, args);
        for (const { wasm: around } of attachments) {
          const inner = run;
          run = () => around.micromegasGuard(inner, tell);
        }
        return run();
      };
    },

    ...createTimeline(loggers, () => running),

    flush: async (timeout) => hub.flush(checkTimeout(timeout, FLUSH_MS)),
    get counts() {
      return hub.counts();
    },
    processId: wasm.micromegasProcessId(),
    properties,
    version: wasm.micromegasVersion(),

    shutdown() {
      if (!running) return;
      hub.attempt(SHUTDOWN_FAILED, () => (lastFilter = wasm.micromegasGetFilter()));
      for (const attachment of attachments) detach(attachment);
      running = false;
      unshare();
      targetFilters.close();
      hub.close();
    },
  };

  keepInternals(tracing, hub);
  hub.start({ id: tracing.processId, properties });
  return withSymbols(tracing, { flush: tracing.flush, close: tracing.shutdown });
}
