/** The module that the built package carries, made anew for each test, with its bindings in reach. */

// By an address that tsc does not follow: the glue is Emscripten's.
const { default: createCore } = await import(
  new URL('../../../dist/esm/embedded-core.js', import.meta.url).href
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
 * @returns {Promise<{ micromegasLog: LogFromCpp, micromegasSetFilter: (text: string) => string,
 *   micromegasSetLogCallback: (callback: () => void) => void, micromegasGetFilter: () => string,
 *   micromegasProcessId: () => string }>}
 */
export async function makeCore() {
  return createCore();
}
