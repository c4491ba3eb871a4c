import { init } from 'micromegas-tracing';

import { cppLevels } from '../../cpp-levels.js';
import createProbe from '../../probe.mjs';
import createExternalProbe from '../../probe_external.mjs';
import { sixLevels } from '../../six-levels.js';

export const dynamic = 'force-dynamic';

export async function GET() {
  await sixLevels(init, 'app.route');
  await cppLevels(init, createProbe);
  await cppLevels(init, createExternalProbe);
  return new Response('done');
}
