/** @import { Bindings } from '../module/wasm-module.js' */

/**
 * The filter's answer for targets, asked of C++ once a target and kept until the filter changes.
 *
 * C++ counts the filters that were set, and the count is read straight from its memory: a call into the module would
 * cost a disabled log call many times what it costs now. When memory grows, the view of it is detached and reads as
 * nothing, which is another count too.
 *
 * A module that has crashed may throw at every call; its last answer then stands, or everything passes: what is logged
 * about a crash is what one wants to read.
 *
 * @param {Bindings} wasm
 */
export function createTargetFilters(wasm) {
  // V8 takes a property that was never changed for a constant: as good as always, memory does not grow.
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
    /** From here on nothing passes. */
    close() {
      levelNow = () => 0;
      count.view = new Int32Array([-2]);
    },
  };
}
