import { init } from 'micromegas-tracing';

import { cppLevels } from '../cpp-levels.js';
import createProbe from '../probe.mjs';
import { sixLevels } from '../six-levels.js';
import Client from './client.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  await sixLevels(init, 'app.page');
  await cppLevels(init, createProbe);
  return <Client />;
}
