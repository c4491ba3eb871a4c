import { init, memorySink } from 'micromegas-tracing';

import { cppLevels } from './cpp-levels.js';
import createProbe from './probe_external.mjs';
import compiled from './probe_external.wasm';
import { sixLevels } from './six-levels.js';

/** A module of C++, which is compiled already, as docs/guide/package.md has it. */
const createCompiled = () =>
  createProbe({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
      return {};
    },
  });

export default {
  async fetch() {
    const memory = memorySink();
    const sinks = [memory];
    await Promise.all([sixLevels(init, 'app.one', { sinks }), sixLevels(init, 'app.other', { sinks })]);
    await cppLevels(init, createCompiled, { sinks });
    await sixLevels(init, 'app.embedded');
    return Response.json(memory.records.map(({ level, target }) => `${target} ${level}`).sort());
  },
};
