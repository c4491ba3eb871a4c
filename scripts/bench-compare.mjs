// npm run bench:compare -- <before> <after> [--rounds <n>] [--at-most <factor>] [-- <flags of the benchmark>]
//
// Compares ratios to the floor of the same run, which are comparable between machines and moments. <before> and <after>
// are commits, each of which is built in a work tree of its own and run in turns, or files that npm run bench wrote.
// Ends with 1 where a ratio grew by more than the factor of --at-most.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { compareResults, readResults } from './lib/bench-results.mjs';

/** @typedef {import('./lib/bench-results.mjs').Results} Results */

const root = join(import.meta.dirname, '..');

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(`bench-compare: ${message}`);
  process.exit(2);
}

/** @param {string} name @param {string} text @param {number} least */
function number(name, text, least) {
  const value = Number(text);
  if (!(value >= least)) refuse(`${name} is "${text}"; allowed are numbers from ${least}`);
  return value;
}

/** @param {string[]} command */
const run = ([program = '', ...args]) =>
  execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/**
 * @param {string} name a commit or a file
 * @param {string[]} flags
 * @returns {() => Results} one run
 */
function prepare(name, flags) {
  if (existsSync(name)) {
    /** @type {Results} */
    const results = JSON.parse(readFileSync(name, 'utf8'));
    if (!Array.isArray(results.ratios)) refuse(`${name} has no "ratios"; npm run bench writes such files`);
    return () => results;
  }
  let commit = '';
  try {
    commit = run(['git', 'rev-parse', '--verify', '--quiet', `${name}^{commit}`]).trim();
  } catch {
    refuse(`"${name}" is neither a file nor a commit`);
  }
  const tree = join(root, 'build', 'bench-compare', commit);
  if (!existsSync(tree)) {
    mkdirSync(join(tree, '..'), { recursive: true });
    run(['git', 'worktree', 'prune']);
    run(['git', 'worktree', 'add', '--detach', tree, commit]);
  }
  run(['cmake', '-S', tree, '-B', join(tree, 'build/bench'), '--preset', 'bench']);
  run(['cmake', '--build', join(tree, 'build/bench'), '--target', 'micromegas_bench']);
  return () => readResults(run([join(tree, 'build/bench/cpp/bench/micromegas_bench'), ...flags]));
}

const separator = process.argv.indexOf('--', 2);
const own = process.argv.slice(2, separator < 0 ? undefined : separator);
const flags = separator < 0 ? [] : process.argv.slice(separator + 1);
const { values, positionals } = parseArgs({
  args: own,
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    'at-most': { type: 'string', default: 'Infinity' },
  },
});
const [before, after, ...others] = positionals;
if (before === undefined || after === undefined || others.length > 0) {
  refuse(`there are ${positionals.length} names; two are needed, each a commit or a file`);
}
const rounds = number('--rounds', values.rounds, 1);
const atMost = number('--at-most', values['at-most'], 1);

const sides = [before, after].map((name) => ({
  run: prepare(name, flags),
  runs: /** @type {Results[]} */ ([]),
}));
for (let round = 0; round < rounds; ++round) {
  for (const side of sides) side.runs.push(side.run());
}
const rows = compareResults(sides[0]?.runs ?? [], sides[1]?.runs ?? []);
if (rows.length === 0) refuse('neither has a ratio');
const digits = (/** @type {number | null} */ value) => value?.toFixed(2) ?? '–';
console.log(`| ratio to the floor | ${before} | ${after} | change |\n|---|--:|--:|--:|`);
for (const { name, before: was, after: is, change } of rows) {
  console.log(`| ${name} | ${digits(was)} | ${digits(is)} | ${digits(change)} |`);
}
const grown = rows.filter(({ change }) => change !== null && change > atMost);
for (const { name, change } of grown) {
  console.error(`bench-compare: "${name}" grew to ${digits(change)} of what it was; at most ${atMost}`);
}
process.exitCode = grown.length === 0 ? 0 : 1;
