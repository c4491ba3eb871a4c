// npm test: every suite, one line each, with the closing lines of its runner. `npm test -- native package` runs those
// alone. The whole output of a suite is kept in build/test-logs/; where a suite fails, its end is shown.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const logs = join(root, 'build', 'test-logs');
const linesOfFailure = 80;

/** The last lines of the runners: ctest, Jest, and our own. */
const closingLines =
  /^(\d+% tests passed.*|Tests: .*|Test Suites: .*|(README steps|sizes|compile costs|projects|pages): .*)$/gm;

/** @param {string} preset */
const cmake = (preset) => [
  ['cmake', '--preset', preset],
  ['cmake', '--build', '--preset', preset],
  ['ctest', '--preset', preset, '-j', '2'],
];
const npm = (/** @type {string} */ script) => ['npm', 'run', '--silent', script];

/** In this order: the package contains the output of `wasm`, and the last suites use the package. */
const suites = [
  { name: 'native', title: 'C++, g++', commands: cmake('native') },
  { name: 'cost', title: 'C++, compile cost of log calls', commands: [npm('compile-cost')] },
  { name: 'wasm', title: 'C++, em++ under Node', commands: cmake('browser') },
  { name: 'package', title: 'npm package, build and size', commands: [npm('build:js'), npm('size')] },
  { name: 'unit', title: 'JavaScript, unit', commands: [npm('test:js:unit')] },
  { name: 'integration', title: 'JavaScript, real WASM in Node', commands: [npm('test:js:integration')] },
  {
    name: 'browser',
    title: 'JavaScript, real browsers',
    commands: [npm('build:web'), npm('test:js:browser')],
  },
  { name: 'projects', title: 'The packed package in projects of users', commands: [npm('test:packages')] },
  {
    name: 'readme',
    title: 'The README, as a reader follows it',
    commands: [['node', 'scripts/test-readme.mjs']],
  },
  {
    name: 'docs',
    title: 'The documentation site',
    commands: [npm('docs'), npm('test:docs')],
  },
  {
    name: 'clang',
    title: 'C++, clang++ without sanitizers',
    commands: [
      ['cmake', '--preset', 'native-clang'],
      ['cmake', '--build', '--preset', 'compiler-check'],
      ['ctest', '--preset', 'compiler-check', '-j', '2'],
    ],
  },
  { name: 'memory', title: 'C++, AddressSanitizer and UBSan', commands: cmake('memory-check') },
  { name: 'threads', title: 'C++, ThreadSanitizer', commands: cmake('thread-check') },
  {
    name: 'server',
    title: 'The real Micromegas server',
    commands: [npm('test:server')],
    // Builds for some ten minutes where the cache is empty. The suite itself then waits for cargo's lock.
    meanwhile: ['nice', '-n', '19', 'node', 'tests/server/run.mjs', 'build'],
  },
  {
    name: 'lint',
    title: 'Linters and formatters',
    commands: [npm('lint:js'), npm('lint:cpp'), ['node', 'scripts/readme.mjs', '--check']],
  },
];

/**
 * @param {string[]} command
 * @param {import('node:fs').WriteStream} log
 * @returns {Promise<boolean>} whether it succeeded
 */
function run([program = '', ...args], log) {
  log.write(`$ ${program} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on('error', (error) => {
      log.write(`${error.message}\n`);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/**
 * @param {(typeof suites)[number]} suite
 * @returns {Promise<boolean>}
 */
async function runSuite({ name, title, commands }) {
  const path = join(logs, `${name}.log`);
  const log = createWriteStream(path);
  const start = Date.now();
  let passed = true;
  for (const command of commands) {
    passed = passed && (await run(command, log));
  }
  await new Promise((resolve) => log.end(resolve));
  const seconds = Math.round((Date.now() - start) / 1000);
  const output = readFileSync(path, 'utf8');
  console.log(
    `${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${title.padEnd(35)} ${String(seconds).padStart(4)} s`,
  );
  for (const [line] of output.matchAll(closingLines)) {
    console.log(`       ${line}`);
  }
  if (!passed) {
    console.log(`\n--- the end of ${path}\n${output.split('\n').slice(-linesOfFailure).join('\n')}\n---\n`);
  }
  return passed;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(
    `npm test: no suite "${unknown.join('", "')}"; allowed are ${suites.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
mkdirSync(logs, { recursive: true });
const chosen = suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
for (const { meanwhile } of chosen) {
  const [program, ...args] = meanwhile ?? [];
  if (program) spawn(program, args, { cwd: root, stdio: 'ignore' });
}
let passed = 0;
let failed = 0;
for (const suite of chosen) {
  (await runSuite(suite)) ? ++passed : ++failed;
}
console.log(`\nsuites: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
