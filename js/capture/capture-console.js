/// <reference lib="esnext.disposable" preserve="true" />

import { checkOptions, readBoolean, readText } from '../util/check-options.js';
import { readConsoleArguments } from './console-arguments.js';
import { realMethod, standFor } from '../util/real-console.js';
import { internalsOf } from '../delivery/tracing-internals.js';
import { watchUncaught } from './watch-uncaught.js';

/** @import { Level } from '../record/levels.js' */
/** @import { Tracing } from '../tracing.js' */

/**
 * @typedef {object} CaptureConsoleOptions
 * @property {string} [target] The target of the captured entries. Default `'console'`.
 * @property {boolean} [uncaught] Whether uncaught errors and unhandled rejections become entries too, under the target
 *   `uncaught`. Default true.
 * @property {boolean} [passThrough] Whether the console still prints its arguments. Default false: the entries go to
 *   the sinks only.
 */

/**
 * @typedef {object} CapturedConsole
 * @property {Console} console The real one.
 * @property {() => void} restore Restores the console; `shutdown` of the tracing does too. If other code has replaced
 *   our function meanwhile, its function stays, and ours passes its calls on.
 */

/** @type {readonly [keyof Console & string, Level][]} */
const METHODS = [
  ['error', 'error'],
  ['assert', 'error'],
  ['warn', 'warn'],
  ['info', 'info'],
  ['log', 'info'],
  ['debug', 'debug'],
  ['trace', 'trace'],
];

/** The deepest nesting of calls: a logged object may have a getter that logs it again. */
const DEPTH = 8;
const NESTED = '[nested too deep]';

/**
 * Makes entries of the calls of the global console, and of uncaught errors. `consoleSink` goes on writing to the real
 * console, and so does a sink that calls the console while it handles a record.
 *
 * @param {Tracing} tracing
 * @param {CaptureConsoleOptions} [options]
 * @returns {CapturedConsole & Disposable}
 */
export function captureConsole(tracing, options = {}) {
  const { isDelivering, losses, atClose } = internalsOf('captureConsole', tracing);
  const given = checkOptions('captureConsole', options, ['target', 'uncaught', 'passThrough']);
  const passThrough = readBoolean(given, 'passThrough', false);
  const uncaught = readBoolean(given, 'uncaught', true);
  const out = console;
  const log = tracing.logger(readText(given, 'target', 'console'));
  let active = true;
  let depth = 0;
  const real = Object.create(out);

  /** @type {(() => void)[]} */
  const undo = METHODS.map(([name, level]) => {
    const before = /** @type {Function} */ (out[name]);
    const direct = realMethod(out, name);
    Object.defineProperty(real, name, { value: direct.bind(out) });

    /** @param {unknown[]} args */
    function capturing(...args) {
      if (!active) return before.apply(out, args);
      if (!isDelivering()) {
        const before = depth;
        depth = before + 1;
        try {
          capture(name, level, before < DEPTH ? args : [NESTED]);
        } catch {
          ++losses.count; // The stack is full.
        }
        depth = before;
        if (!passThrough) return undefined;
      }
      return direct.apply(out, args);
    }
    standFor(capturing, before);
    return replace(out, name, capturing);
  });
  if (uncaught) undo.push(watchUncaught(tracing.logger('uncaught')));

  /**
   * @param {string} name
   * @param {Level} level
   * @param {unknown[]} args
   */
  function capture(name, level, args) {
    if (!log.isEnabled(level)) return;
    if (name === 'assert') {
      const [holds, ...rest] = args;
      if (holds) return;
      const { message, properties } = readConsoleArguments(rest);
      log.error(message ? `Assertion failed: ${message}` : 'Assertion failed', properties);
      return;
    }
    const { message, properties } = readConsoleArguments(args);
    log[level](message, name === 'trace' ? { ...properties, stack: new Error(message).stack } : properties);
  }

  function restore() {
    if (!active) return;
    active = false;
    atClose.delete(restore);
    for (const step of undo) step();
  }
  atClose.add(restore);

  const captured = { console: real, restore };
  if (Symbol.dispose) Object.assign(captured, { [Symbol.dispose]: restore });
  return /** @type {CapturedConsole & Disposable} */ (captured);
}

/**
 * @param {object} object
 * @param {string} name
 * @param {Function} value
 * @returns {() => void} restores the previous value, unless other code has replaced ours
 */
function replace(object, name, value) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  const enumerable = before?.enumerable ?? false;
  if (before?.configurable === false) return () => {};
  Object.defineProperty(object, name, { value, enumerable, configurable: true, writable: true });
  return () => {
    if (Object.getOwnPropertyDescriptor(object, name)?.value !== value) return;
    if (before) Object.defineProperty(object, name, before);
    else Reflect.deleteProperty(object, name);
  };
}
