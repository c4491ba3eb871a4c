// node search.mjs <objdump> <object> <object>: the code of their functions, except rarely run code, must have no locked
// instruction and call only functions of the list.
import { execFileSync } from 'node:child_process';

import { scriptArguments } from '../../script_arguments.mjs';

const { objdump, ...objects } = scriptArguments('objdump', 'calls', 'recorder');
const functions = [
  ...['span', 'named_span', 'int_metric', 'float_metric', 'literal', 'numbers'].map((of) => `record_${of}`),
  // They record the arguments of the last two.
  'detail::log_literal',
  'detail::log_deferrable<int, int, double>',
];
const allowed = [
  'micromegas::tracing::detail::log_literal(',
  'void micromegas::tracing::detail::log_deferrable<',
  'strlen', // for a name that is not a literal
  // Rarely run, but g++ keeps a template in one section: an entry that some sink wants as text at once, and the next
  // piece of memory.
  'micromegas::tracing::dispatch::log(',
  'micromegas::tracing::detail::make_room(',
];

const options = ['--disassemble', '--reloc', '--demangle', '--no-show-raw-insn', ...Object.values(objects)];
const output = execFileSync(objdump, options, { encoding: 'utf8', maxBuffer: 64 << 20 });
const listing = output.replaceAll(/::v\d+_\d+_native\b/g, ''); // the inline namespace
/** @type {string[]} */
const problems = [];
/** @type {string[]} */
const found = [];
let name = '';
let isSearched = false;
let isSeldomRun = false;
for (const line of listing.split('\n')) {
  const [, section] = /^Disassembly of section (.*):$/.exec(line) ?? [];
  const [, begun] = /^[0-9a-f]+ <(.*)>:$/.exec(line) ?? [];
  const [, called] = /R_X86_64_PLT32\s+(.*)-0x4$/.exec(line) ?? [];
  const [, instruction] = /^\s*[0-9a-f]+:\t(.*)$/.exec(line) ?? [];
  if (section) {
    isSeldomRun = section.startsWith('.text.unlikely');
  } else if (begun) {
    name = begun.replace(/^(void )?micromegas::tracing::/, '');
    const wanted = functions.find((start) => name.startsWith(`${start}(`));
    isSearched = wanted !== undefined && !isSeldomRun;
    if (wanted && isSearched) found.push(wanted);
  } else if (!isSearched) {
    continue;
  } else if (called && !allowed.some((start) => called.startsWith(start))) {
    problems.push(`${name}: calls ${called.replace('micromegas::tracing::', '')}`);
  } else if (/^(lock |mfence|xchg .*\(|(call|jmp) +\*)/.test(instruction ?? '')) {
    problems.push(`${name}: ${instruction}`);
  }
}
problems.push(
  ...functions.filter((wanted) => !found.includes(wanted)).map((wanted) => `${wanted} is missing`),
);
for (const problem of problems) {
  console.error(problem);
}
process.exitCode = problems.length > 0 ? 1 : 0;
