import { init } from 'micromegas-tracing';

import { cppLevels } from '../../cpp-levels.js';
import createProbe from '../../probe.mjs';
import { sixLevels } from '../../six-levels.js';

export const runtime = 'edge';
export const dynamic = 'force-dynamic';

export async function GET() {
  await sixLevels(init, 'app.edge');
  await cppLevels(init, createProbe);
  return new Response('done');
}
