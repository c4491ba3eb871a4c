import { init } from 'micromegas-tracing';

import { sixLevels } from '../six-levels.js';
import Client from './client.js';

export const dynamic = 'force-dynamic';

export default async function Page() {
  await sixLevels(init, 'app.embedded');
  return <Client />;
}
