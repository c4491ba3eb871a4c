/**
 * The probe: a C++ program, built by micromegas_add_wasm_module(), and the same after the Closure compiler.
 */

/** @typedef {(typeof probes)[number]} ProbeName */
export const probes = /** @type {const} */ (['probe', 'probe_closure']);

/**
 * @param {ProbeName} name
 * @param {object} [overrides] Emscripten's
 * @returns {Promise<any>} a new instance: memory, filter and sink of its own
 */
export async function makeProbe(name, overrides) {
  // By an address that tsc does not follow: the glue is Emscripten's.
  const path = new URL(`../../../build/browser/tests/js/probe/${name}.mjs`, import.meta.url);
  const { default: createProbe } = await import(path.href);
  return createProbe(overrides);
}

export const probeFile = 'tests/js/probe/wasm/probe.cpp';
