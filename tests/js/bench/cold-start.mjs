// npm run bench:start: what `init` of each entry adds to a new Node process, above an empty ES module, in milliseconds of
// wall time. Processes of the three kinds take turns.
import { spawnSync } from 'node:child_process';

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

/** @param {string} program */
function milliseconds(program) {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - before;
}

/** @type {Record<string, number[]>} */
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round < rounds; ++round) {
  for (const [name, program] of Object.entries(programs)) times[name]?.push(milliseconds(program));
}

const [floor = [], ...others] = Object.values(times);
console.log(`cold start, Node ${process.version}, medians of ${rounds} rounds`);
console.log(`  empty ES module  ${median(floor).toFixed(1).padStart(6)} ms`);
others.forEach((samples, index) => {
  const above = median(samples.map((time, round) => time - (floor[round] ?? NaN)));
  const name = Object.keys(programs)[index + 1] ?? '';
  const verdict = above <= budget ? 'ok' : 'MISSED';
  console.log(`  ${name.padEnd(15)} +${above.toFixed(1).padStart(6)} ms  at most ${budget}  ${verdict}`);
});
