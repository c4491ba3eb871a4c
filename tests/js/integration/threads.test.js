// A module with threads, in Node.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@jest/globals';

import { expectEntriesOfThreads } from '../probe/expect-threads.js';

test('what threads log arrives, in each thread’s order', () => {
  const script = fileURLToPath(new URL('../probe/threads-in-node.mjs', import.meta.url));
  const output = execFileSync(process.execPath, [script], { encoding: 'utf8', timeout: 60_000 });
  expectEntriesOfThreads(expect, JSON.parse(output));
}, 90_000);
