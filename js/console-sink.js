import { badOption, checkOptions } from './check-options.js';
import { formatForConsole } from './console-format.js';
import { findColouring, findPlace } from './console-place.js';

/**
 * The four functions of a console that this sink calls.
 *
 * @typedef {Pick<Console, 'error' | 'warn' | 'info' | 'debug'>} ConsoleLike
 */

/**
 * @typedef {object} ConsoleSinkOptions
 * @property {ConsoleLike} [console] Where to write. Default: the global console.
 * @property {'auto' | boolean} [colors] `'auto'`, the default: in a browser, and in Node on a terminal where neither
 *   `NO_COLOR` nor `TERM=dumb` is set; never on a console given by the option above.
 */

/**
 * `console.trace` is not used, as it prints a stack.
 *
 * @type {Readonly<Record<import('./levels.js').Level, keyof ConsoleLike>>}
 */
const METHODS = {
  fatal: 'error',
  error: 'error',
  warn: 'warn',
  info: 'info',
  debug: 'debug',
  trace: 'debug',
};

/**
 * A sink that writes `[target] message (file:line)` and the properties to the console, by the method of the level.
 *
 * @param {ConsoleSinkOptions} [options]
 * @returns {(record: import('./record.js').LogRecord) => void}
 */
export function consoleSink(options = {}) {
  const given = checkOptions('consoleSink', options, ['console', 'colors']);
  const out = checkConsole(given['console']);
  const colors = checkColors(given['colors']);
  const { process } = /** @type {{ process?: import('./console-place.js').ProcessLike }} */ (globalThis);
  const place = findPlace(process);

  /** @param {'stdout' | 'stderr'} stream where Node's console writes */
  function colouringOf(stream) {
    if (colors === true) return place === 'terminal' ? 'ansi' : 'css';
    return colors === false || given['console'] !== undefined ? 'none' : findColouring(process, stream);
  }
  const loud = { place, colouring: colouringOf('stderr') };
  const quiet = { place, colouring: colouringOf('stdout') };

  return (record) => {
    const method = METHODS[record.level];
    out[method](...formatForConsole(record, method === 'error' || method === 'warn' ? loud : quiet));
  };
}

/**
 * @param {unknown} given
 * @returns {ConsoleLike}
 */
function checkConsole(given) {
  if (given === undefined) return console;
  const candidate = /** @type {Record<string, unknown> | null} */ (given);
  const isConsole =
    typeof given === 'object' &&
    Object.values(METHODS).every((name) => typeof candidate?.[name] === 'function');
  if (isConsole) return /** @type {ConsoleLike} */ (given);
  throw new TypeError(
    badOption(
      'consoleSink',
      'console',
      given,
      'allowed is an object with the functions error, warn, info and debug',
    ),
  );
}

/**
 * @param {unknown} given
 * @returns {'auto' | boolean}
 */
function checkColors(given) {
  if (given === undefined) return 'auto';
  if (given === 'auto' || typeof given === 'boolean') return given;
  throw new TypeError(badOption('consoleSink', 'colors', given, 'allowed are "auto", true and false'));
}
