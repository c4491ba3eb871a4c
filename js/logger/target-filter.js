import { levelToNumber } from '../record/levels.js';

/** @import { Bindings } from '../module/wasm-module.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * Caches the filter's answers: asks C++ once for each target, and keeps the answer until the filter changes.
 *
 * C++ counts the filters that were set, and the count is read straight from its memory: a call into the module would
 * make a disabled log call many times as slow. When memory grows, the view of it is detached and reads as
 * undefined, which differs from the last count too.
 *
 * A crashed module may throw at every call. Then its last answer applies, or everything passes: entries about a crash
 * should not be lost.
 *
 * @param {Bindings} wasm
 * @param {number} [backtraceLevel] of entries that are wanted though the filter holds them back
 */
export function createTargetFilters(wasm, backtraceLevel = 0) {
  // V8 treats a property that never changed as a constant, and memory hardly ever grows.
  const count = { view: wasm.micromegasFilterGeneration() };
  let levelNow = wasm.micromegasTargetLevel;

  /**
   * @param {string} target
   * @returns {() => number} the most verbose level allowed now, 0 to 6
   */
  function levelOf(target) {
    const answer = { generation: -1, level: 6 };

    function ask() {
      try {
        if (count.view.length === 0) count.view = wasm.micromegasFilterGeneration();
        answer.level = levelNow(target);
        answer.generation = /** @type {number} */ (count.view[0]);
      } catch {
        // See above.
      }
    }

    return () => {
      if (count.view[0] !== answer.generation) ask();
      return answer.level;
    };
  }

  /** @type {typeof levelOf} */
  const wantedLevelOf = (target) => {
    const level = levelOf(target);
    return backtraceLevel === 0 ? level : () => Math.max(level(), backtraceLevel);
  };

  return {
    wantedLevelOf,
    passes: createEntryFilter(levelOf),
    wants: createEntryFilter(wantedLevelOf),
    /** Lets no more entries through. */
    close() {
      backtraceLevel = 0;
      levelNow = () => 0;
      count.view = new Int32Array([-2]);
    },
  };
}

/** Targets whose answers are kept: a program may make up targets without end. */
const MOST_TARGETS = 1000;

/**
 * @param {(target: string) => () => number} levelOf
 * @returns {(entry: Pick<LogRecord, 'level' | 'target'>) => boolean} whether an entry is of a level that is allowed now
 */
function createEntryFilter(levelOf) {
  /** @type {Map<string, () => number>} */
  const levels = new Map();
  return ({ level, target }) => {
    let allowed = levels.get(target);
    if (!allowed) {
      if (levels.size === MOST_TARGETS) levels.clear();
      allowed = levelOf(target);
      levels.set(target, allowed);
    }
    return levelToNumber(level) <= allowed();
  };
}
