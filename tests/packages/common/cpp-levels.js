import createProbe from './probe.mjs';

/** The six levels from a module of C++. @param {(typeof import('micromegas-tracing'))['init']} init */
export async function cppLevels(init, options = {}) {
  const module = await createProbe();
  const tracing = await init({ module, level: 'trace', ...options });
  module.logAllLevels();
  tracing.shutdown();
}
