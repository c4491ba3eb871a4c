// npm run bench: builds and runs the native benchmark, prints its tables, and writes them as JSON to
// build/bench/results.json. Arguments go to the benchmark, as --benchmark_filter=tight/.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { readResults } from './lib/bench-results.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'build', 'bench');

for (const step of [
  ['--preset', 'bench'],
  ['--build', '--preset', 'bench'],
]) {
  const { status } = spawnSync('cmake', step, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
const benchmark = spawn(join(folder, 'cpp/bench/micromegas_bench'), process.argv.slice(2), {
  stdio: ['ignore', 'pipe', 'inherit'],
});
let output = '';
benchmark.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
  output += text;
  process.stdout.write(text);
});
benchmark.on('close', (code) => {
  if (code !== 0) process.exit(code ?? 1);
  const commit = spawnSync('git', ['describe', '--always', '--dirty', '--abbrev=40'], {
    cwd: root,
    encoding: 'utf8',
  });
  const path = join(folder, 'results.json');
  const run = {
    commit: commit.stdout.trim() || null,
    processor: cpus()[0]?.model ?? null,
    ...readResults(output),
  };
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`);
  console.log(`\nwritten: ${path}`);
});
