// Starts workerd, and prints the address that it listens at.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import workerd from 'workerd';

const child = spawn(workerd.default, ['serve', 'workerd.capnp', '--control-fd=3'], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
});
for await (const line of createInterface(child.stdio[3])) {
  const { event, port } = JSON.parse(line);
  if (event === 'listen') console.log(`http://127.0.0.1:${port}`);
}
