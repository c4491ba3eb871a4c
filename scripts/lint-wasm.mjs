// clang-tidy over the sources of WebAssembly, which scripts/lint-cpp leaves out: Debian's clang-tidy 14 stops in
// Emscripten's libc++, and our private Emscripten has none. This one is of PyPI, of LLVM 21 as Emscripten's clang.
// It checks for bugs and waste alone: with the checks of .clang-tidy it would take twice the time.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const version = '21.1.6';
const checks = [
  '-*',
  'bugprone-*',
  'performance-*',
  'cppcoreguidelines-init-variables',
  'modernize-use-nullptr',
  'modernize-use-override',
  // Those that .clang-tidy leaves out.
  '-bugprone-easily-swappable-parameters',
  '-bugprone-exception-escape',
  '-bugprone-reserved-identifier',
  '-bugprone-sizeof-expression',
  // Of a thread_local, which on wasm is a plain variable or initialised by its thread.
  '-bugprone-dynamic-static-initializers',
  // Of an enumeration, whose size is part of an interface.
  '-performance-enum-size',
];

const root = join(import.meta.dirname, '..');
const work = join(root, 'build', 'lint-wasm');
const python = join(work, 'python');
const clangTidy = join(python, 'clang_tidy', 'data', 'bin', 'clang-tidy');
mkdirSync(work, { recursive: true });
if (!existsSync(clangTidy)) {
  const target = ['--target', python, '--no-deps', `clang-tidy==${version}`];
  execFileSync('pip3', ['install', '--quiet', '--root-user-action=ignore', ...target], { stdio: 'inherit' });
}

execFileSync('cmake', ['--preset', 'browser'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const commandsOfAll = join(root, 'build', 'browser', 'compile_commands.json');
const isOfWasm = /\/(wasm|wasm_devtools)\/src\/|\/cpp\/module\/|\/examples\/query-engine\/wasm\//;
/** @type {Map<string, { directory: string, command: string, file: string }>} a source is compiled for several variants */
const commands = new Map();
for (const entry of JSON.parse(readFileSync(commandsOfAll, 'utf8'))) {
  if (isOfWasm.test(entry.file) && !commands.has(entry.file)) commands.set(entry.file, entry);
}
writeFileSync(join(work, 'compile_commands.json'), JSON.stringify([...commands.values()]));

const [first] = commands.values();
const compiler = /\S+\/em\+\+/.exec(first?.command ?? '')?.[0];
if (!compiler) throw new Error(`no command with em++ in ${commandsOfAll}`);
const sysroot = join(dirname(compiler), 'cache', 'sysroot');
const options = [
  '--target=wasm32-unknown-emscripten',
  `--sysroot=${sysroot}`,
  `-isystem${join(sysroot, 'include', 'compat')}`,
];
const config = JSON.stringify({
  Checks: checks.join(','),
  WarningsAsErrors: '*',
  HeaderFilterRegex: '(cpp|examples)/.*\\.hpp$',
});

const files = [...commands.keys()];
let failed = 0;
async function lintNext() {
  for (let file = files.shift(); file; file = files.shift()) {
    const args = [
      '-p',
      work,
      '--quiet',
      `--config=${config}`,
      ...options.map((option) => `--extra-arg=${option}`),
    ];
    await promisify(execFile)(clangTidy, [...args, file], { cwd: root }).catch(({ stdout, stderr }) => {
      ++failed;
      console.log(stdout || stderr);
    });
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, lintNext));
console.log(`lint-wasm: ${commands.size - failed} of ${commands.size} files are clean`);
process.exitCode = failed === 0 ? 0 : 1;
