/** @import { Bindings } from '../module/wasm-module.js' */

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
 */
export function createTargetFilters(wasm) {
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

  return {
    levelOf,
    /** Lets no more entries through. */
    close() {
      levelNow = () => 0;
      count.view = new Int32Array([-2]);
    },
  };
}
