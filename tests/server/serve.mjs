/** The real server, as the tests run it, until Ctrl-C. */

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RealServer } from './real_server.mjs';

const { status } = spawnSync('node', [join(import.meta.dirname, 'run.mjs'), 'build'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
const server = await new RealServer().start();
console.log(`The server runs; Ctrl-C ends it and removes its data. To send to it:
  MICROMEGAS_TELEMETRY_URL=${server.url} MICROMEGAS_ENABLE_CPU_TRACING=true ./app
To query it:
  ${server.queryCommand} "SELECT …"`);
await once(process, 'SIGINT');
await server.stop();
