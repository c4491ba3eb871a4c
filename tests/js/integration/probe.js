/** The probe: a module that a C++ program was built into, by micromegas_add_wasm_module(). */

const path = new URL('../../../build/browser/tests/js/probe/probe.mjs', import.meta.url);
// By an address that tsc does not follow: the glue is Emscripten's.
const { default: createProbe } = await import(path.href);

/**
 * @param {object} [overrides] Emscripten's
 * @returns {Promise<any>} a new instance: memory, filter and sink of its own
 */
export const makeProbe = (overrides) => createProbe(overrides);

export const probeFile = 'tests/js/probe/wasm/probe.cpp';
