// Why: docs/decisions/0048-loggers-of-libraries-find-the-tracing.md
import { checkName, createLogger } from './logger.js';
import { sharedTracings } from './shared-tracings.js';

/** @import { Logger, LoggerContext } from './logger.js' */
/** @import { SharedTracing } from './shared-tracings.js' */

/**
 * Makes a logger for a library, which has no `Tracing`. Its entries go to each tracing of the page, worker or program
 * that runs at that moment, under that tracing's filter. Where none runs, an entry costs some nanoseconds and is lost.
 *
 *     const log = getLogger('my-library');
 *     export function load(url) {
 *       log.debug('loading', { url });
 *     }
 *
 * @template {object} [Properties=object]
 * @param {string} target
 * @returns {Logger<Properties>}
 */
export function getLogger(target) {
  checkName('getLogger: the target', target);
  return createLogger(target, createContext());
}

/** @returns {LoggerContext} */
function createContext() {
  const shared = sharedTracings();
  const nobodys = { count: 0 };

  /** @type {LoggerContext} */
  const context = {
    allowedLevelOf(target) {
      /** @type {readonly SharedTracing[]} */
      let seen = [];
      /** @type {(() => number)[]} */
      let levels = [];
      return () => {
        if (shared.running !== seen) {
          seen = shared.running;
          levels = seen.map((tracing) => tracing.allowedLevelOf(target));
          context.losses = seen[0]?.losses ?? nobodys;
        }
        let most = 0;
        for (const level of levels) most = Math.max(most, level());
        return most;
      };
    },
    deliver(record) {
      const { running } = shared;
      for (const tracing of running) {
        if (running.length === 1 || tracing.wants(record)) tracing.deliver(record);
      }
    },
    now: () => shared.running[0]?.now() ?? Date.now(),
    losses: nobodys, // counted without a call, as the stack may be full
  };
  return context;
}
