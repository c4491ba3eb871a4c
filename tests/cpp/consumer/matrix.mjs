// npm run test:consumers: every kind of consumer, which the test `consumer` of ctest has a choice of. Programs of g++ and
// clang++ by pkg-config, C++20 and 23, with hidden visibility, without exceptions and RTTI, with LTO, against archives
// and shared libraries; modules of em++ alike; FetchContent of the archive that a release has.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { sourceArchive } from '../../../scripts/lib/source-archive.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
const work = join(root, 'build', 'consumers');
const here = import.meta.dirname;

/** @param {string[]} command @param {Record<string, string>} [environment] */
function run([program = '', ...args], environment = {}) {
  try {
    const env = { ...process.env, NO_COLOR: '1', ...environment };
    return execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: 'pipe', env });
  } catch (error) {
    const { stdout = '', stderr = '' } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

/** @param {string} text @param {RegExp} pattern */
function expectMatch(text, pattern) {
  if (!pattern.test(text)) throw new Error(`expected ${pattern} in:\n${text}`);
}

/** @param {string} name @param {string[]} options @returns {string} the prefix */
function install(name, options) {
  const [build, prefix] = [join(work, name), join(work, `${name}-prefix`)];
  run(['cmake', '--preset', 'library', '-B', build, `-DCMAKE_INSTALL_PREFIX=${prefix}`, ...options]);
  run(['cmake', '--build', build]);
  rmSync(prefix, { recursive: true, force: true });
  run(['cmake', '--install', build]);
  return prefix;
}

let passed = 0;
let failed = 0;
/** @param {string} title @param {() => void} test */
function check(title, test) {
  try {
    test();
    ++passed;
    console.log(`ok    ${title}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${title}\n${/** @type {Error} */ (error).message}`);
  }
}

const kinds = {
  plain: [],
  'hidden visibility': ['-fvisibility=hidden', '-fvisibility-inlines-hidden'],
  'no exceptions, no RTTI': ['-fno-exceptions', '-fno-rtti'],
  LTO: ['-flto'],
};
const sources = [join(here, 'native/main.cpp'), join(here, 'elsewhere/elsewhere.cpp')];
const packages = ['micromegas_telemetry_file', 'micromegas_telemetry_http'];

/** @param {string} prefix @param {string} compiler @param {string} standard @param {string[]} flags */
function checkProgram(prefix, compiler, standard, flags) {
  const program = join(work, 'program');
  const options = run(['pkg-config', '--cflags', '--libs', ...packages], {
    PKG_CONFIG_PATH: join(prefix, 'lib/pkgconfig'),
  });
  const strict = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror'];
  const rpath = `-Wl,-rpath,${join(prefix, 'lib')}`;
  run([
    compiler,
    `-std=${standard}`,
    '-O1',
    ...strict,
    ...flags,
    ...sources,
    '-o',
    program,
    ...options.trim().split(/\s+/),
    rpath,
  ]);
  const recording = join(work, 'program.mmrec');
  rmSync(recording, { force: true });
  expectMatch(
    run([program], { MICROMEGAS_RECORDING: recording }),
    /INFO {2}\[elsewhere\] working\n.*INFO {2}\[stranger\] working on 3 rows\n$/,
  );
  if (statSync(recording).size === 0) throw new Error('nothing is recorded');
}

mkdirSync(work, { recursive: true });
const native = [
  `-DCMAKE_CXX_COMPILER_LAUNCHER=ccache`,
  '-DCMAKE_INSTALL_LIBDIR=lib',
  '-DMICROMEGAS_BUILD_TOOLS=OFF',
];
const prefixes = {
  archives: install('archives', native),
  'shared libraries': install('shared', [...native, '-DBUILD_SHARED_LIBS=ON']),
};
for (const [form, prefix] of Object.entries(prefixes)) {
  for (const compiler of ['g++', 'clang++']) {
    for (const standard of ['c++20', 'c++2b']) {
      for (const [kind, flags] of Object.entries(kinds)) {
        // LLVM's LTO needs its own linker, which a machine with clang may lack.
        if (compiler === 'clang++' && kind === 'LTO') continue;
        check(`${compiler}, ${standard}, ${form}, ${kind}`, () =>
          checkProgram(prefix, compiler, standard, flags),
        );
      }
    }
  }
}

check('FetchContent of the archive', () => {
  const archive = join(work, 'sources.tar.gz');
  const bytes = sourceArchive(root, 'micromegas-tracing');
  writeFileSync(archive, bytes);
  const build = join(work, 'fetched');
  rmSync(build, { recursive: true, force: true });
  run([
    'cmake',
    '-S',
    join(here, 'subdirectory'),
    '-B',
    build,
    '-G',
    'Ninja',
    `-DARCHIVE=file://${archive}`,
    native[0] ?? '',
  ]);
  run(['cmake', '--build', build, '--target', 'stranger']);
  expectMatch(run([join(build, 'stranger')]), /working on 3 rows\n$/);
});

run(['cmake', '--preset', 'browser']);
run(['cmake', '--build', '--preset', 'browser-library']);
const wasm = join(work, 'wasm-prefix');
run(['cmake', '--install', 'build/browser', '--prefix', wasm]);
const toolchain = /^CMAKE_TOOLCHAIN_FILE[^=]*=(.*)$/m.exec(
  readFileSync(join(root, 'build/browser/CMakeCache.txt'), 'utf8'),
);
for (const standard of ['20', '23']) {
  for (const [kind, flags] of Object.entries(kinds)) {
    check(`em++, c++${standard}, ${kind}`, () => {
      const build = join(work, 'wasm');
      rmSync(build, { recursive: true, force: true });
      // embind itself needs RTTI.
      const options = flags.filter((flag) => flag !== '-fno-rtti').join(' ');
      run(
        [
          'cmake',
          '-S',
          join(here, 'wasm'),
          '-B',
          build,
          '-G',
          'Ninja',
          '--toolchain',
          toolchain?.[1] ?? '',
        ].concat(
          `-Dmicromegas_DIR=${join(wasm, 'lib/cmake/micromegas-wasm')}`,
          `-DCMAKE_CXX_STANDARD=${standard}`,
          `-DCMAKE_CXX_FLAGS=${options}`,
        ),
      );
      run(['cmake', '--build', build, '--target', 'stranger']);
      expectMatch(
        run(['node', join(here, 'wasm/load.mjs'), join(build, 'stranger.mjs')]),
        /callback: stranger done/,
      );
    });
  }
}
console.log(`\nconsumers: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
