import { checkOptions, readBoolean, readFunction, readOneOf, readOption } from '../../util/check-options.js';
import { formatForConsole, shieldForTerminal } from './console-format.js';
import { findColouring, findPlace } from './console-place.js';
import { realMethod } from '../../util/real-console.js';

/** @import { LogRecord } from '../../record/record.js' */
/** @import { Colouring, ProcessLike } from './console-place.js' */

const NAMES = ['console', 'colors', 'timestamps', 'target', 'properties', 'format'];
const CONSOLE_ALLOWED = 'allowed is an object with the methods of console';

/**
 * The functions of a console that this sink calls.
 *
 * @typedef {Pick<Console, 'error' | 'warn' | 'info' | 'debug'> &
 *   Partial<Pick<Console, 'groupCollapsed' | 'groupEnd'>>} ConsoleLike
 */

/**
 * @typedef {object} ConsoleSinkOptions
 * @property {ConsoleLike} [console] The console to write to. Default: the global console, also while it is captured.
 * @property {'auto' | boolean} [colors] `'auto'`, the default: in a browser, and in Node on a terminal where neither
 *   `NO_COLOR` nor `TERM=dumb` is set; never on a console given by the option above.
 * @property {boolean} [timestamps] Whether the time of day comes first. Default false: consoles can show it too.
 * @property {boolean} [target] Whether `[target]` is shown. Default true.
 * @property {'inline' | 'collapsed' | 'none'} [properties] Behind the text, the default; in a group that is closed at
 *   first (in a browser; a terminal has nothing to open it with); or not at all.
 * @property {(record: LogRecord) => readonly unknown[]} [format] Instead of all of that: returns the
 *   arguments for the method of the level. If there are several, the first is a format string.
 */

/**
 * `console.trace` is not used, as it prints a stack.
 *
 * @param {LogRecord} record
 * @returns {'error' | 'warn' | 'info' | 'debug'}
 */
function methodOf({ level }) {
  return level === 'fatal' ? 'error' : level === 'trace' ? 'debug' : level;
}

/**
 * A sink that writes `[target] message (file:line)` and the properties to the console, by the method of the level.
 *
 * @param {ConsoleSinkOptions} [options]
 * @returns {(record: LogRecord) => void}
 */
export function consoleSink(options = {}) {
  const given = checkOptions('consoleSink', options, NAMES);
  /** @type {ConsoleLike} */
  const out = readOption(given, 'console', console, isConsole, CONSOLE_ALLOWED);
  const colors = readOneOf(given, 'colors', /** @type {'auto' | boolean} */ ('auto'), ['auto', true, false]);
  const timestamps = readBoolean(given, 'timestamps', false);
  const target = readBoolean(given, 'target', true);
  const properties = readOneOf(given, 'properties', 'inline', ['inline', 'collapsed', 'none']);
  /** @type {(record: LogRecord) => readonly unknown[]} */
  const format = readFunction(given, 'format', formatFor);
  const { process } = /** @type {{ process?: ProcessLike }} */ (globalThis);
  const place = findPlace(process);

  /**
   * Found out at the first record for a stream, as reading `process.stdout` creates the stream.
   *
   * @type {Partial<Record<'stdout' | 'stderr', Colouring>>}
   */
  const colourings = {};

  /** @param {'stdout' | 'stderr'} stream where Node's console writes */
  function findColouringOf(stream) {
    if (colors === true) return place === 'terminal' ? 'ansi' : 'css';
    return colors === false || given.values['console'] !== undefined
      ? 'none'
      : findColouring(process, stream);
  }

  const Console = /** @type {any} */ (console).Console;
  const isNodes = place === 'terminal' && typeof Console === 'function' && out instanceof Console;

  const groups = properties === 'collapsed' && place === 'browser' && out.groupCollapsed && out.groupEnd;

  /** @param {LogRecord} record */
  function formatFor(record) {
    const method = methodOf(record);
    const stream = method === 'error' || method === 'warn' ? 'stderr' : 'stdout';
    const colouring = (colourings[stream] ??= findColouringOf(stream));
    const shown = groups || properties === 'none' ? { ...record, properties: {} } : record;
    const [text, ...rest] = formatForConsole(shown, { place, colouring, timestamps, target });
    return isNodes && rest.length > 0 ? [text, shieldForTerminal(record.properties)] : [text, ...rest];
  }

  /**
   * @param {keyof ConsoleLike} method
   * @param {readonly unknown[]} args
   */
  const call = (method, args) => void realMethod(out, method).apply(out, args);

  return (record) => {
    const method = methodOf(record);
    if (format !== formatFor) {
      try {
        call(method, format(record));
      } catch (error) {
        call(method, formatFor(record));
        throw error;
      }
      return;
    }
    const grouped = groups && Object.keys(record.properties).length > 0;
    call(grouped ? 'groupCollapsed' : method, formatFor(record));
    if (!grouped) return;
    call(method, [record.properties]);
    call('groupEnd', []);
  };
}

/** @param {any} given */
function isConsole(given) {
  return ['error', 'warn', 'info', 'debug'].every((name) => typeof given?.[name] === 'function');
}
