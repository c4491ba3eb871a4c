// node compare_names.mjs <nm> <object> <object>: the functions of instrumented.hpp that both define, with their statics
// and lambdas, have the same names.
import { execFileSync } from 'node:child_process';

import { scriptArguments } from '../script_arguments.mjs';

const { nm, object, other } = scriptArguments('nm', 'object', 'other');

/** @param {string} path */
function namesOf(path) {
  const lines = execFileSync(nm, ['--defined-only', path], { encoding: 'utf8' }).split('\n');
  const names = lines.map((line) => line.split(' ').at(-1) ?? '').filter((name) => name.includes('6shared'));
  return new Set(names);
}

const first = namesOf(object);
const second = namesOf(other);
const differences = [...first, ...second].filter((name) => !first.has(name) || !second.has(name));
for (const name of differences) {
  console.error(`${name}: in one of ${object} and ${other}`);
}
const statics = [...first].filter((name) => name.includes('micromegas_'));
console.log(
  `${first.size} names, of which ${statics.length} are statics of macros; ${differences.length} differ`,
);
process.exitCode = differences.length === 0 && statics.length > 20 ? 0 : 1;
