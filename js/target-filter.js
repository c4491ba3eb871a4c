/**
 * The filter's answer for one target, asked of C++ once and kept until the filter changes.
 *
 * A module that has crashed may throw at every call; its last answer then stands, or everything passes: what is logged
 * about a crash is what one wants to read.
 *
 * @param {import('./wasm-module.js').WasmModule} wasm
 * @param {string} target
 * @returns {() => number} the most verbose level allowed now, 0 to 6
 */
export function createTargetFilter(wasm, target) {
  /** @type {number | undefined} */
  let generation;
  let allowed = 6;

  return () => {
    try {
      const current = wasm.filterGeneration();
      if (current !== generation) {
        allowed = wasm.targetLevel(target);
        generation = current;
      }
    } catch {
      // See above.
    }
    return allowed;
  };
}
