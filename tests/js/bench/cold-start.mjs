// npm run bench:start: the wall time in milliseconds that `init` of each entry adds to a new Node process, above an
// empty ES module. Each program is a file, as Node reads programs of --eval differently. Processes of the three kinds
// take turns.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { median } from './measure.js';

const rounds = 15;
const budget = 25;
const dist = new URL('../../../dist/esm/', import.meta.url);

const programs = {
  'empty ES module': '',
  'main entry': start('index.js'),
  'external entry': start('external.js'),
};

/** @param {string} entry */
function start(entry) {
  return `import { init } from '${new URL(entry, dist)}'; await init();`;
}

/** @param {string} file */
function milliseconds(file) {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  const after = performance.now();
  if (status !== 0) throw new Error(stderr);
  return after - before;
}

/**
 * @param {string} folder
 * @returns {Record<string, number[]>} of each program, one time a round
 */
function measurePrograms(folder) {
  const files = Object.entries(programs).map(([name, program], index) => {
    const file = join(folder, `${index}.mjs`);
    writeFileSync(file, program);
    return { name, file, times: /** @type {number[]} */ ([]) };
  });
  for (let round = 0; round < rounds; ++round) {
    for (const { file, times } of files) times.push(milliseconds(file));
  }
  return Object.fromEntries(files.map(({ name, times }) => [name, times]));
}

const folder = mkdtempSync(join(tmpdir(), 'micromegas-cold-start-'));
try {
  const [floor = [], ...others] = Object.values(measurePrograms(folder));
  console.log(`cold start, Node ${process.version}, medians of ${rounds} rounds`);
  console.log(`  empty ES module  ${median(floor).toFixed(1).padStart(6)} ms`);
  others.forEach((samples, index) => {
    const above = median(samples.map((time, round) => time - (floor[round] ?? NaN)));
    const name = Object.keys(programs)[index + 1] ?? '';
    const verdict = above <= budget ? 'ok' : 'MISSED';
    console.log(`  ${name.padEnd(15)} +${above.toFixed(1).padStart(6)} ms  at most ${budget}  ${verdict}`);
  });
} finally {
  rmSync(folder, { recursive: true });
}
