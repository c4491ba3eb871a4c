/** Entries of the lines that a module prints. */

import { refusal } from '../values/describe-value.js';
import { internalsOf } from '../delivery/tracing-internals.js';

/** @import { Bindings, EmscriptenModule } from '../module/wasm-module.js' */
/** @import { Tracing } from '../tracing.js' */

/**
 * Makes entries of the lines that a module prints, by `printf`, `std::cout` or in another language's way: of standard
 * output at info under the target `stdout`, of standard error at warn under `stderr`; empty lines are none. A `print`
 * or `printErr` that was given to the module's factory stays in force. What a sink makes the module print goes to the
 * console, as everything did before.
 *
 * @param {Tracing} tracing
 * @param {EmscriptenModule} module
 * @returns {() => void} restores; `shutdown` of the tracing does too
 */
export function captureOutput(tracing, module) {
  const { isDelivering, atClose } = internalsOf('captureOutput', tracing);
  const setPrint = /** @type {Bindings | undefined} */ (module)?.micromegasSetPrint;
  if (!setPrint) {
    const allowed = 'allowed is one built by micromegas_add_wasm_module() in CMake';
    throw new TypeError(refusal('captureOutput: the module', module, allowed));
  }
  const logs = [tracing.logger('stdout').info, tracing.logger('stderr').warn];
  setPrint((line, isError, realPrint) => {
    if (isDelivering()) realPrint(line);
    else if (line) logs[isError]?.(line);
  });
  const restore = () => {
    if (atClose.delete(restore)) setPrint(null);
  };
  atClose.add(restore);
  return restore;
}
