/** A user's module, made anew for each test, with its bindings in reach. */

// By an address that tsc does not follow: the glue is Emscripten's.
const { default: createProbe } = await import(
  new URL('../../../build/browser/tests/js/probe/probe.mjs', import.meta.url).href
);

/**
 * C++ logs, by its entry for other languages: through its filter and its sink.
 *
 * @callback LogFromCpp
 * @param {number} level
 * @param {string} target
 * @param {string} message
 * @param {string} file
 * @param {number} line
 * @param {Record<string, string>} properties
 * @returns {void}
 */

/**
 * @returns {Promise<{ logInterop: LogFromCpp, micromegasSetFilter: (text: string) => string,
 *   micromegasSetLogCallback: (callback: () => void) => void, micromegasGetFilter: () => string,
 *   micromegasProcessId: () => string }>}
 */
export async function makeProbe() {
  return createProbe();
}
