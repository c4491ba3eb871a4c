// node search.mjs <objdump> <object>: the code of its functions, but for what is seldom run, must hold no locked
// instruction and call nothing but what the list allows.
import { execFileSync } from 'node:child_process';

import { scriptArguments } from '../script_arguments.mjs';

const { objdump, object } = scriptArguments('objdump', 'object');
const functions = ['span', 'named_span', 'int_metric', 'float_metric', 'literal', 'numbers'];
const allowed = [
  'micromegas::tracing::dispatch::log(', // an entry that some sink wants as text at once
  'strlen', // of a name that is not a literal
];

const options = ['--disassemble', '--reloc', '--demangle', '--no-show-raw-insn', '--section=.text', object];
const listing = execFileSync(objdump, options, { encoding: 'utf8' });
/** @type {string[]} */
const problems = [];
/** @type {string[]} */
const found = [];
let name = '';
for (const line of listing.split('\n')) {
  const [, begun] = /^[0-9a-f]+ <micromegas::tracing::(.*)>:$/.exec(line) ?? [];
  const [, called] = /R_X86_64_PLT32\s+(.*)-0x4$/.exec(line) ?? [];
  const [, instruction] = /^\s*[0-9a-f]+:\t(.*)$/.exec(line) ?? [];
  if (begun) {
    name = begun;
    found.push(name.replace(/^record_|\(.*$/g, ''));
  } else if (called && !allowed.some((start) => called.startsWith(start))) {
    problems.push(`${name}: calls ${called.replace('micromegas::tracing::', '')}`);
  } else if (/^(lock |mfence|xchg .*\(|(call|jmp) +\*)/.test(instruction ?? '')) {
    problems.push(`${name}: ${instruction}`);
  }
}
problems.push(
  ...functions.filter((wanted) => !found.includes(wanted)).map((wanted) => `record_${wanted} is missing`),
);
for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;
