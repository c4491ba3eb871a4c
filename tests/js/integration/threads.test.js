// Modules with threads, in Node.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, jest, test } from '@jest/globals';

import { expectEarlyEntries } from '../probe/early-threads.js';
import { expectEntriesOfThreads } from '../probe/expect-threads.js';

jest.setTimeout(90_000);

/** @param {[script: string, call: string, module: string]} args */
function find(...args) {
  const program = fileURLToPath(new URL('../probe/threads-in-node.mjs', import.meta.url));
  return JSON.parse(
    execFileSync(process.execPath, [program, ...args], { encoding: 'utf8', timeout: 60_000 }),
  );
}

test('entries of threads arrive, in each thread’s order', () => {
  expectEntriesOfThreads(expect, find('threads.js', 'logFromThreads', 'probe_pthread'));
});

test('entries of constructors, and of a main() on its own thread, from before init arrive', () => {
  expectEarlyEntries(expect, find('early-threads.js', 'logBeforeInit', 'probe_early_pthread'));
});
