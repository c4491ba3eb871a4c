// npm run coverage: which lines of cpp/ and js/ the tests run. Reports: build/coverage/report. Names of C++ test programs,
// as transit_test, build and run those alone. gcovr comes from PyPI into build/coverage/python.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const build = join(root, 'build', 'coverage');
const report = join(build, 'report');
const programs = process.argv.slice(2);

/** @param {string[]} command */
function run([program = '', ...args]) {
  console.log(`$ ${program} ${args.join(' ')}`);
  const env = { ...process.env, PYTHONPATH: join(build, 'python') };
  return spawnSync(program, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
}

/** @param {string[]} command */
function mustRun(command) {
  if (!run(command)) process.exit(1);
}

mkdirSync(report, { recursive: true });
if (!existsSync(join(build, 'python/gcovr'))) {
  mustRun(['pip3', 'install', '--quiet', '--target', join(build, 'python'), 'gcovr>=8,<9']);
}
mustRun(['cmake', '--preset', 'coverage']);
mustRun([
  'cmake',
  '--build',
  '--preset',
  'coverage',
  ...(programs.length > 0 ? ['--target', ...programs] : []),
]);
run(['find', build, '-name', '*.gcda', '-delete']);
// A failing test still says which lines it ran.
const only = programs.length > 0 ? ['-R', `^(${programs.join('|')})\\.`] : [];
let passed = run(['ctest', '--preset', 'coverage', '-j', '2', ...only]);
const of = [
  '--root',
  '.',
  '--object-directory',
  'build/coverage',
  '--filter',
  'cpp/',
  '--exclude',
  'cpp/(bench|fuzz|module)/',
];
mustRun([
  'python3',
  '-m',
  'gcovr',
  ...of,
  '--exclude-throw-branches',
  '--merge-mode-functions',
  'separate',
  '--html-details',
  join(report, 'cpp.html'),
  '--json-summary',
  join(report, 'cpp.json'),
  '--txt',
  join(report, 'cpp.txt'),
  '--print-summary',
]);
const jest = [
  'node',
  '--disable-warning=ExperimentalWarning',
  '--experimental-vm-modules',
  'node_modules/jest/bin/jest.js',
];
passed =
  run([
    ...jest,
    '--selectProjects',
    'unit',
    '--coverage',
    '--coverageProvider',
    'v8',
    '--coverageDirectory',
    join(report, 'js'),
    '--collectCoverageFrom',
    'js/**/*.js',
  ]) && passed;
console.log(`\nreports: ${report}`);
process.exitCode = passed ? 0 : 1;
