import { init } from 'micromegas-tracing';

import { sixLevels } from '../../six-levels.js';

export const runtime = 'edge';
export const dynamic = 'force-dynamic';

export async function GET() {
  await sixLevels(init, 'app.edge');
  return new Response('done');
}
