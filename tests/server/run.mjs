/**
 * npm run test:server: what programs record, against the real Micromegas server. Builds the server from the published
 * crates, and our programs, and runs the tests. `build` alone: `npm test` begins with it, as it takes long.
 * With MICROMEGAS_SERVER_VERSION=oldest it is the oldest server that the library is tested with, else the newest.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, target } from './real_server.mjs';

const here = import.meta.dirname;
const root = join(here, '..', '..');

/** @param {string} program @param {string[]} args @param {import('node:child_process').SpawnSyncOptions} [options] */
function run(program, args, options) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) {
    console.error(
      `test:server: ${program} cannot be run: ${error.message}; CONTRIBUTING.md says what it needs`,
    );
  }
  if (status !== 0) process.exit(1);
}

const cargo = ['build', '--locked', '--manifest-path', manifest, '--target-dir', target];
run('cargo', cargo);
if (process.argv[2] !== 'build') {
  run('cmake', ['--preset', 'native']);
  run('cmake', ['--build', '--preset', 'native', '--target', 'truth_program', 'truth_example']);
  const tests = readdirSync(here).filter((name) => name.endsWith('_test.mjs'));
  run('node', ['--test', '--test-concurrency=1', ...tests.map((name) => join(here, name))]);
}
