/**
 * The six levels from a module of C++.
 *
 * @param {(typeof import('micromegas-tracing'))['init']} init
 * @param {(options?: object) => Promise<any>} createProbe
 */
export async function cppLevels(init, createProbe, options = {}) {
  const module = await createProbe();
  const tracing = await init({ module, level: 'trace', ...options });
  module.logAllLevels();
  tracing.shutdown();
}
