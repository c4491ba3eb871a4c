// node search.mjs <binary> <static max level>: the binary must contain every string of the calls up to the level, and
// no string of calls above it.
import { readFileSync } from 'node:fs';

import { scriptArguments } from '../../script_arguments.mjs';

const { path, maxLevel } = scriptArguments('path', 'maxLevel');
const binary = readFileSync(path);
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
const kinds = ['format', 'literal', 'property', 'tagged', 'target', 'log', 'argument'];
/** @type {string[]} */
const problems = [];

/**
 * @param {string} text
 * @param {boolean} wanted
 */
const expect = (text, wanted) => {
  if (binary.includes(text) !== wanted) {
    problems.push(`${wanted ? 'lacks' : 'still holds'} "${text}"`);
  }
};
for (const [index, level] of levels.entries()) {
  for (const kind of kinds) {
    expect(`stripping-${kind}-${level}`, index < Number(maxLevel));
  }
}
expect('stripping-enabled-trace', Number(maxLevel) >= levels.length);

for (const problem of problems) {
  console.error(`${path}, static max level ${maxLevel}: ${problem}`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
