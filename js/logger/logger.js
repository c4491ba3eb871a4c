// Why: docs/decisions/0013-a-javascript-entry-stays-in-javascript.md
import { isText } from '../util/check-options.js';
import { describeValue, refusal } from '../values/describe-value.js';
import { levelToNumber } from '../record/levels.js';
import { readMessage } from './message.js';
import { copyProperties, NO_PROPERTIES } from '../record/properties.js';
import { recordFromLogger } from '../record/record.js';

/** @import { Deliver } from '../delivery/hub.js' */
/** @import { Level } from '../record/levels.js' */

/**
 * Logs an entry. Never throws.
 *
 *     log.info('clicked', { button: 'ok' });
 *     log.info`${count} rows in ${milliseconds} ms`;
 *     log.error(error); // its message; the error itself is the property `error`
 *     log.debug(() => explain(plan)); // called only where the filter lets the entry through
 *
 * @template {object} [Properties=object]
 * @typedef {{
 *   (message: Message, properties?: Properties | Error | (() => Properties)): void;
 *   (template: TemplateStringsArray, ...values: unknown[]): void;
 * }} LogFunction the properties are copied one level deep; an `Error` in their place becomes `{ error }`
 */

/** @typedef {string | Error | (() => string | Error)} Message */

/**
 * Logs from JavaScript under one target. The functions need no `this`: `promise.catch(log.error)` works.
 *
 * @template {object} [Properties=object] the properties that entries may have:
 *   `tracing.logger<{ rows: number }>('app.sql')`
 * @typedef {object} Logger
 * @property {LogFunction<Properties>} fatal
 * @property {LogFunction<Properties>} error
 * @property {LogFunction<Properties>} warn
 * @property {LogFunction<Properties>} info
 * @property {LogFunction<Properties>} debug
 * @property {LogFunction<Properties>} trace
 * @property {(level: Level) => boolean} isEnabled Whether the filter lets entries of this level through.
 * @property {(name: string, properties?: object) => Logger<Properties>} child A logger whose target is this one's, a
 *   dot, and the name; its entries have this logger's properties and these.
 * @property {(properties: object) => Logger<Properties>} with A logger of the same target whose entries have these
 *   properties too. An entry's property of the same name overrides them.
 */

/**
 * The deepest nesting of entries. A getter, or a function in place of a message, may log in turn, and a getter may log
 * its own object.
 */
const DEPTH = 8;

let depth = 0;

const TOO_DEEP = /* @__PURE__ */ Object.freeze({ properties: '[nested too deep]' });

/** A `LogFunction` for untyped callers. @typedef {(message: unknown, given?: unknown, ...values: unknown[]) => void} PlainLogFunction */

/**
 * The parts that all loggers of one `Tracing` share.
 *
 * @typedef {object} LoggerContext
 * @property {(target: string) => () => number} allowedLevelOf 0 to 6, from now on
 * @property {Deliver} deliver
 * @property {() => number} now milliseconds since the Unix epoch
 * @property {{ count: number }} losses
 */

/**
 * Makes a logger, which makes records without a call into C++; only the filter is C++'s.
 *
 * @param {string} target
 * @param {LoggerContext} context
 * @param {Readonly<Record<string, unknown>>} [bound] the properties of all its entries
 * @param {() => number} [allowedLevel]
 * @returns {Logger}
 */
export function createLogger(
  target,
  context,
  bound = NO_PROPERTIES,
  allowedLevel = context.allowedLevelOf(target),
) {
  const { deliver, now } = context;

  /** @param {unknown} [given] properties of one entry */
  function propertiesWith(given) {
    const own = copyProperties(given);
    return bound === NO_PROPERTIES ? own : own === NO_PROPERTIES ? bound : { ...bound, ...own };
  }

  /**
   * @param {Level} level
   * @param {unknown} message
   * @param {unknown} given properties, or the first value of a template
   * @param {unknown[]} values more of them
   */
  function write(level, message, given, values) {
    const before = depth;
    depth = before + 1;
    try {
      make(level, message, given, values);
    } catch {
      ++context.losses.count; // Only a full stack leads here, so no further call is possible.
    }
    depth = before;
  }

  /** @type {typeof write} */
  function make(level, message, given, values) {
    if (depth > DEPTH) {
      message = typeof message === 'string' ? message : 'an entry';
      given = TOO_DEEP;
    } else if (typeof message !== 'string') {
      const made = readMessage(message, given, values);
      message = made.text;
      given = made.properties;
    }
    const properties = given === undefined ? bound : propertiesWith(given);
    deliver(recordFromLogger(level, target, /** @type {string} */ (message), now(), properties));
  }

  /**
   * One function for each level, small enough for V8 to inline; V8 also learns that a level is never enabled.
   *
   * @type {Record<Level, PlainLogFunction> & Omit<Logger, Level>}
   */
  const logger = {
    fatal(message, given, ...values) {
      if (allowedLevel() >= 1) write('fatal', message, given, values);
    },
    error(message, given, ...values) {
      if (allowedLevel() >= 2) write('error', message, given, values);
    },
    warn(message, given, ...values) {
      if (allowedLevel() >= 3) write('warn', message, given, values);
    },
    info(message, given, ...values) {
      if (allowedLevel() >= 4) write('info', message, given, values);
    },
    debug(message, given, ...values) {
      if (allowedLevel() >= 5) write('debug', message, given, values);
    },
    trace(message, given, ...values) {
      if (allowedLevel() >= 6) write('trace', message, given, values);
    },
    isEnabled: (level) => (levelToNumber(level) || Infinity) <= allowedLevel(),
    child(name, properties) {
      checkName('child: the name', name);
      if (properties !== undefined) checkProperties('child', properties);
      return createLogger(`${target}.${name}`, context, propertiesWith(properties));
    },
    with(properties) {
      checkProperties('with', properties);
      return createLogger(target, context, propertiesWith(properties), allowedLevel);
    },
  };
  return logger;
}

/**
 * @param {string} subject
 * @param {unknown} name
 */
export function checkName(subject, name) {
  if (isText(name)) return;
  throw new TypeError(refusal(subject, name, 'allowed is a string that is not empty'));
}

/**
 * @param {string} where
 * @param {unknown} properties of all entries of a logger
 */
function checkProperties(where, properties) {
  if (properties !== null && /^(object|function)$/.test(typeof properties)) return;
  throw new TypeError(`${where}: the properties are ${describeValue(properties)}; allowed is an object`);
}
