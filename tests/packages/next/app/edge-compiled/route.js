import { init } from 'micromegas-tracing/static';

import { cppLevels } from '../../cpp-levels.js';
import core from '../../micromegas_core.wasm?module';
import createProbe from '../../probe_external.mjs';
import compiled from '../../probe_external.wasm?module';
import { sixLevels } from '../../six-levels.js';

export const runtime = 'edge';
export const dynamic = 'force-dynamic';

/** As docs/guide/package.md has it, where WebAssembly must not be compiled at run time. */
const createCompiled = () =>
  createProbe({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
      return {};
    },
  });

export async function GET() {
  await sixLevels(init, 'app.compiled', { core });
  await cppLevels(init, createCompiled);
  return new Response('done');
}
