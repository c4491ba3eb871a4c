// node compare.mjs <module.wasm> <wasm-dis> [--must-differ]: every exported function with_x must have the same
// instructions as without_x, and the module must not contain the spans' and metrics' names. With --must-differ the
// module must fail this: the proof that the comparison can fail.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { scriptArguments } from '../../script_arguments.mjs';

const { module: path, disassembler } = scriptArguments('module', 'disassembler');
const mustDiffer = process.argv.includes('--must-differ');
const text = execFileSync(disassembler, ['--all-features', path], { encoding: 'utf8', maxBuffer: 1 << 28 });

// (export "name" (func $index))
/** @type {Map<string, string>} */
const exported = new Map();
for (const [, name = '', func = ''] of text.matchAll(/^ \(export "([^"]+)" \(func ([^)]+)\)\)$/gm)) {
  exported.set(name, func);
}
// Functions stand at an indentation of one space, from "(func $index …" to the " )" at the same one.
/** @type {Map<string, string[]>} */
const bodies = new Map();
for (const [, func = '', body = ''] of text.matchAll(/^ \(func (\$\S+)((?:.|\n)*?)\n \)$/gm)) {
  bodies.set(
    func,
    body.split('\n').map((line) => line.trim()),
  );
}

const problems = [];
let pairs = 0;
for (const [name, func] of exported) {
  if (!name.startsWith('with_')) continue;
  ++pairs;
  const other = name.replace('with_', 'without_');
  const body = bodies.get(func);
  const otherBody = bodies.get(exported.get(other) ?? '');
  if (!body || !otherBody) {
    throw new Error(`${path}: no body of ${name} or ${other}`);
  }
  const at = body.findIndex((line, index) => line !== otherBody[index]);
  if (body.length !== otherBody.length || at >= 0) {
    problems.push(
      `${name} (${body.length} lines) is not ${other} (${otherBody.length} lines): at line ${at} "${body[at]}"`,
    );
  }
  // Guards against a pair that is the same because it is empty.
  if (!body.some((line) => line.startsWith('(call $'))) {
    problems.push(`${name} calls nothing`);
  }
}
if (pairs === 0) {
  throw new Error(`${path} exports no function with_…`);
}
const [leftover] = readFileSync(path, 'latin1').match(/no-code-[\w-]+/) ?? [];
if (leftover) {
  problems.push(`"${leftover}" is in the module`);
}

console.log(`${path}: ${pairs} pairs, ${problems.length} differences`);
for (const problem of problems) console.log(`  ${problem}`);
process.exitCode = problems.length > 0 === mustDiffer ? 0 : 1;
