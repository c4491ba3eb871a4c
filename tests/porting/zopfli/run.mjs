// npm run test:porting: fetches zopfli from Debian (apt-get source, dpkg-dev), applies zopfli.patch, which docs/porting.md
// shows, builds it natively and for WebAssembly, and compares: the compressed bytes stay the same, and its messages are
// entries.
import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '..', '..', '..');
const work = join(root, 'build', 'porting');
const VERSION = '1.0.3';

/**
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').ExecFileSyncOptions} [options]
 */
const run = (program, args, options = {}) =>
  execFileSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], ...options });

/** The sources by apt, with lists of its own: the machine's may be without those of sources. */
function fetchSources() {
  const apt = join(work, 'apt');
  const folder = join(work, `zopfli-${VERSION}`);
  if (existsSync(folder)) return folder;
  for (const name of ['lists', 'cache']) mkdirSync(join(apt, name), { recursive: true });
  // The archives that the machine has Debian's packages from.
  const format =
    'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) $(CODENAME) main';
  const known = [
    'indextargets',
    '--format',
    format,
    'Created-By: Packages',
    'Origin: Debian',
    'Component: main',
  ];
  writeFileSync(join(apt, 'debian.list'), execFileSync('apt-get', known));
  const options = [
    ...['-o', `Dir::Etc::SourceList=${apt}/debian.list`, '-o', 'Dir::Etc::SourceParts=-'],
    ...['-o', `Dir::State::Lists=${apt}/lists`, '-o', `Dir::Cache=${apt}/cache`],
    ...['-o', 'APT::Sandbox::User=', '-qq'],
  ];
  run('apt-get', [...options, 'update']);
  run('apt-get', [...options, 'source', 'zopfli'], { cwd: work });
  return folder;
}

const original = fetchSources();
const ported = join(work, 'ported');
rmSync(ported, { recursive: true, force: true });
cpSync(original, ported, { recursive: true });
run('patch', ['-p1', '--quiet', '-i', join(here, 'zopfli.patch')], { cwd: ported });

run('cc', ['-O2', '-o', join(work, 'original'), ...sourcesOf(original), '-lm']);
for (const preset of ['native', 'browser']) {
  run('cmake', ['--preset', preset, `-DMICROMEGAS_ZOPFLI=${ported}`]);
  run('cmake', ['--build', '--preset', preset, '--target', 'zopfli_ported', '-j', '2']);
  run('cmake', ['--preset', preset, '-UMICROMEGAS_ZOPFLI']);
}
const programs = {
  original: [join(work, 'original')],
  native: [join(root, 'build/native/tests/porting/zopfli/zopfli_ported')],
  wasm: [process.execPath, join(root, 'build/browser/tests/porting/zopfli/zopfli_ported.js')],
};

/** @param {string} folder */
function sourcesOf(folder) {
  const sources = join(folder, 'src/zopfli');
  return readdirSync(sources)
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(sources, name));
}

/** @param {keyof typeof programs} name @param {string[]} args */
function compress(name, args) {
  const input = join(work, 'input.md');
  copyFileSync(join(root, 'README.md'), input);
  const [program = '', ...first] = programs[name];
  const result = spawnSync(program, [...first, '--i5', ...args, input], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  deepStrictEqual(result.status, 0, result.stderr);
  return { bytes: readFileSync(`${input}.gz`), text: result.stdout + result.stderr };
}

const before = compress('original', ['-v']);
for (const name of /** @type {const} */ (['native', 'wasm'])) {
  deepStrictEqual(compress(name, []), { bytes: before.bytes, text: '' });
  const { bytes, text } = compress(name, ['-v']);
  ok(bytes.equals(before.bytes));
  match(text, /\[zopfli_bin\] Saving to: /);
  match(text, /\[squeeze\] Iteration 0: \d+ bit/);
  match(text, /\[deflate\] Deflate: [\d.]+% removed.*original.*compressed/);
  const entries = (text.match(/^.*\[\w+\] .*$/gm) ?? []).length;
  console.log(`ok   zopfli, ${name}: ${bytes.length} bytes as before, ${entries} entries`);
}
