// Why: docs/decisions/0033-a-call-site-hands-its-arguments-over.md
// npm run compile-cost: the compile cost of log calls, against budgets. Times are the user CPU time of g++, as a ratio
// to a peer's, so that they hold on any machine: both are compiled at the same time, seven times; the medians count.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const turns = 7;
const calls = 1000;
const callsInAFunction = 10;

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'micromegas-compile-cost-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

// The header that CMake generates.
mkdirSync(join(folder, 'micromegas'));
writeFileSync(
  join(folder, 'micromegas', 'abi.hpp'),
  readFileSync(join(root, 'cmake', 'abi.hpp.in'), 'utf8').replaceAll(/@\w+@/g, 'measured'),
);
const processor =
  new Map([
    ['x64', 'x86_64'],
    ['arm64', 'aarch64'],
  ]).get(process.arch) ?? 'other_processors';
const parts = ['tracing', 'tracing/native', `tracing/native/${processor}`, 'transit'];
const ours = [folder, ...parts.map((part) => join(root, 'cpp', part, 'include'))].map((path) => `-I${path}`);
/** Both ways to use spdlog: header-only, and with its compiled library, as in Debian's spdlog::spdlog. */
const headersOfSpdlog = ['-DSPDLOG_FMT_EXTERNAL'];
const librarySpdlog = ['-DSPDLOG_COMPILED_LIB', '-DSPDLOG_SHARED_LIB', ...headersOfSpdlog];

/** Runs a program; prints its user CPU seconds and its peak memory in KiB, including its children. */
const measured = `
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime, usage.ru_maxrss)
sys.exit(code)`;

/**
 * @param {string} name
 * @param {string[]} lines
 * @param {string[]} options
 */
function source(name, lines, options) {
  const path = join(folder, `${name}.cpp`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return { path, object: join(folder, `${name}.o`), options };
}
/** @typedef {ReturnType<typeof source>} Source */

/**
 * @param {Source} program
 * @returns {Promise<{ seconds: number, megabytes: number }>}
 */
async function compile({ path, object, options }) {
  const command = ['g++', '-std=c++20', '-O2', ...options, '-c', path, '-o', object];
  const { stdout } = await promisify(execFile)('python3', ['-c', measured, ...command]);
  const [seconds = NaN, kibibytes = NaN] = stdout.split(' ').map(Number);
  return { seconds, megabytes: (kibibytes * 1024) / 1e6 };
}

/**
 * @param {number[]} values
 * @returns {number}
 */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/**
 * In each turn all of them are compiled at once, so that each meets the same load.
 * @param {Source[]} programs
 * @returns {Promise<{ seconds: number, megabytes: number }[]>} medians and peaks
 */
async function measure(...programs) {
  /** @type {Awaited<ReturnType<typeof compile>>[][]} */
  const runs = [];
  for (let turn = 0; turn < turns; ++turn) {
    runs.push(await Promise.all(programs.map(compile)));
  }
  return programs.map((_, i) => ({
    seconds: median(runs.map((run) => run[i]?.seconds ?? NaN)),
    megabytes: Math.max(...runs.map((run) => run[i]?.megabytes ?? NaN)),
  }));
}

/**
 * @param {string} macro
 * @returns {string[]} functions that log
 */
function functionsThatLog(macro) {
  const functions = Array.from({ length: calls / callsInAFunction }, (_, f) => {
    const body = Array.from(
      { length: callsInAFunction },
      (__, i) => `  ${macro}("message ${f} ${i} {}", value);`,
    );
    return [`void log_${f}(int value) {`, ...body, '}'];
  });
  return ['namespace app {', ...functions.flat(), '}'];
}

/**
 * @param {string} parameters of a function
 * @param {(f: number) => string} call in it
 * @returns {Promise<number>} bytes of code
 */
async function sizeOfCall(parameters, call) {
  const sizeOf = async (/** @type {number} */ count) => {
    const functions = Array.from({ length: count }, (_, f) => `void log_${f}(${parameters}) { ${call(f)} }`);
    const program = source(`code_${count}`, ['#include <micromegas/tracing.hpp>', ...functions], ours);
    await compile(program);
    const sections = execFileSync('size', ['-A', program.object], { encoding: 'utf8' });
    return [...sections.matchAll(/^\.text\S*\s+(\d+)/gm)].reduce((sum, [, size]) => sum + Number(size), 0);
  };
  return ((await sizeOf(101)) - (await sizeOf(1))) / 100;
}

const [header, core] = await measure(
  source('header', ['#include <micromegas/tracing.hpp>'], ours),
  source('fmt_core', ['#include <fmt/core.h>'], []),
);
const callingSpdlog = ['#include <spdlog/spdlog.h>', ...functionsThatLog('SPDLOG_INFO')];
const [own, spdlogHeaders, spdlogLibrary] = await measure(
  source('calls', ['#include <micromegas/tracing.hpp>', ...functionsThatLog('MM_INFO')], ours),
  source('spdlog_headers', callingSpdlog, headersOfSpdlog),
  source('spdlog_library', callingSpdlog, librarySpdlog),
);
const bytes = await sizeOfCall('int a, int b, double c', (f) => `MM_INFO("message ${f} {} {} {}", a, b, c);`);
const bytesOfProperties = await sizeOfCall(
  'const std::string& table, int rows',
  (f) => `MM_INFO("message ${f}", MM_P("table", table), MM_P("rows", rows));`,
);

/**
 * @param {{ seconds: number } | undefined} program
 * @param {{ seconds: number } | undefined} peer
 */
const ratio = (program, peer) => (program?.seconds ?? NaN) / (peer?.seconds ?? NaN);

/** By g++ 12, {fmt} 9 and spdlog 1.10. */
const costs = [
  {
    title: '#include <micromegas/tracing.hpp>',
    value: ratio(header, core),
    unit: 'x <fmt/core.h>',
    budget: 1.5,
  },
  {
    title: `${calls} log calls`,
    value: ratio(own, spdlogHeaders),
    unit: 'x spdlog, header only',
    budget: 0.5,
  },
  { title: `${calls} log calls`, value: ratio(own, spdlogLibrary), unit: 'x spdlog, compiled', budget: 0.65 },
  { title: `${calls} log calls, peak memory`, value: own?.megabytes ?? NaN, unit: 'MB', budget: 300 },
  { title: 'call of two ints and a double, code', value: bytes, unit: 'bytes', budget: 160 },
  { title: 'call with two properties, code', value: bytesOfProperties, unit: 'bytes', budget: 160 },
];
let over = 0;
for (const { title, value, unit, budget } of costs) {
  const holds = value <= budget;
  if (!holds) ++over;
  console.log(
    `${holds ? 'ok  ' : 'FAIL'} ${title.padEnd(40)} ${value.toFixed(2).padStart(7)} ${unit} (budget ${budget})`,
  );
}
console.log(`compile costs: ${costs.length - over} within their budgets, ${over} over`);
process.exitCode = over === 0 ? 0 : 1;
