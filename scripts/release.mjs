// npm run release: everything that can be checked and built of a release without publishing it. In the clone of the
// working directory it checks that the tree is clean, that the version stands in package.json alone, and that
// CHANGELOG.md has it; builds the source archive and the npm package twice each, compares the bytes, and prints the
// checksums and the steps that are left to a person. It ends with 1 where something is not ready. Files: build/release.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { archiveName, sha256, sourceArchive } from './lib/source-archive.mjs';

/** @type {string[]} */
const problems = [];

/** @param {string[]} args @param {string} [cwd] */
const git = (args, cwd) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();

const root = git(['rev-parse', '--show-toplevel']);
const release = join(root, 'build', 'release');
/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');
/** @type {{ name: string, version: string }} */
const { name, version } = JSON.parse(read('package.json'));

function checkTree() {
  const changes = git(['status', '--porcelain'], root);
  if (changes) problems.push(`the tree is not clean:\n${changes}`);
}

function checkVersion() {
  if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) {
    problems.push(
      `package.json: the version is "${version}"; allowed is <major>.<minor>.<patch>, with or without -<name>`,
    );
  }
  const lock = JSON.parse(read('package-lock.json'));
  for (const found of [lock.version, lock.packages?.['']?.version]) {
    if (found !== version) {
      problems.push(`package-lock.json has version "${found}"; npm install makes it ${version}`);
    }
  }
  // Documents may name it, and tests have packages of their own.
  const elsewhere = spawnSync(
    'git',
    [
      'grep',
      '--line-number',
      '--fixed-strings',
      '--word-regexp',
      version,
      '--',
      '.',
      ':!*.md',
      ':!*package.json',
    ].concat(':!*package-lock.json', ':!*Cargo.lock', ':!tests/'),
    { cwd: root, encoding: 'utf8' },
  );
  if (elsewhere.stdout) problems.push(`the version stands elsewhere too:\n${elsewhere.stdout.trim()}`);
}

function checkChangelog() {
  const headings = read('CHANGELOG.md').match(/^## .*$/gm) ?? [];
  const [first = 'nothing'] = headings;
  if (!new RegExp(`^## ${version.replaceAll('.', '\\.')}, \\d{4}-\\d{2}-\\d{2}$`).test(first)) {
    problems.push(`CHANGELOG.md begins with "${first}"; a release begins with "## ${version}, <date>"`);
  }
  const tag = `v${version}`;
  if (git(['tag', '--list', tag], root)) problems.push(`the tag ${tag} is there already`);
}

/** @param {string} file @param {Buffer} first @param {Buffer} second */
function keep(file, first, second) {
  if (!first.equals(second)) {
    problems.push(`${file} differs from one build to the next: ${sha256(first)}, ${sha256(second)}`);
  }
  writeFileSync(join(release, file), first);
  return `${sha256(first)}  ${file}`;
}

function buildArchive() {
  const prefix = `${name}-${version}`;
  const clone = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    git(['clone', '--quiet', '--no-local', root, join(clone, 'sources')]);
    git(['checkout', '--quiet', '--detach', git(['rev-parse', 'HEAD'], root)], join(clone, 'sources'));
    return keep(
      archiveName(name, version),
      sourceArchive(root, prefix),
      sourceArchive(join(clone, 'sources'), prefix),
    );
  } finally {
    rmSync(clone, { recursive: true });
  }
}

/** @returns {[file: string, bytes: Buffer] | null} */
function pack() {
  const npm = (/** @type {string[]} */ args) => spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
  const built = npm(['run', '--silent', '--if-present', 'build:js']);
  const packed = built.status === 0 ? npm(['pack', '--json', '--pack-destination', release]) : built;
  if (packed.status !== 0) {
    problems.push(`the npm package cannot be built:\n${packed.stderr.trim() || packed.stdout.trim()}`);
    return null;
  }
  /** @type {{ filename: string }[]} */
  const [file] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')));
  const path = join(release, file?.filename ?? '');
  const bytes = readFileSync(path);
  renameSync(path, `${path}.first`); // the second one must be made anew
  return [file?.filename ?? '', bytes];
}

function buildPackage() {
  const [first, second] = [pack(), pack()];
  if (!first || !second) return null;
  const [file, bytes] = first;
  rmSync(join(release, `${file}.first`));
  return keep(file, bytes, second[1]);
}

rmSync(release, { recursive: true, force: true });
mkdirSync(release, { recursive: true });
checkTree();
checkVersion();
checkChangelog();
const sums = [buildArchive(), buildPackage()].filter((sum) => sum !== null);
writeFileSync(join(release, 'SHA256SUMS'), `${sums.join('\n')}\n`);

console.log(`${name} ${version}, commit ${git(['rev-parse', 'HEAD'], root)}\n\n${sums.join('\n')}\n`);
if (problems.length > 0) {
  for (const problem of problems) console.error(`release: ${problem}`);
  process.exitCode = 1;
} else {
  console.log(`Nothing has been published. A person now does this:
  1. npm test && npm run demo, in a fresh clone
  2. npm run bench, on a quiet machine; docs/benchmarks.md takes its numbers
  3. git tag --annotate v${version} && git push origin v${version}
  4. npm publish build/release/${sums[1]?.split('  ')[1] ?? ''}
  5. attach the archive and SHA256SUMS of build/release to the release of the tag`);
}
