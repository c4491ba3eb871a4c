import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

const script = join(import.meta.dirname, '../../../../scripts/release.mjs');
const isolated = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@localhost',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@localhost',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

let root = '';
/** @param {string} path @param {string | object} content */
const write = (path, content) =>
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
/** @param {string[]} args */
const git = (...args) => execFileSync('git', args, { cwd: root, env: isolated, stdio: 'pipe' });
const commit = () => {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A commit', '--allow-empty');
};
/** @param {Record<string, string>} [environment] */
const release = (environment = {}) =>
  spawnSync(process.execPath, [script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...isolated, ...environment },
  });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'release-test-'));
  git('init', '--quiet');
  write('package.json', { name: 'thing', version: '1.2.3' });
  write('package-lock.json', { name: 'thing', version: '1.2.3', packages: { '': { version: '1.2.3' } } });
  write('CHANGELOG.md', '# Changelog\n\n## 1.2.3, 2026-11-29\n\n- Something.\n');
  write('.gitignore', 'build/\n');
  write('run', '#!/bin/sh\n');
  chmodSync(join(root, 'run'), 0o755);
  mkdirSync(join(root, 'src'));
  write('src/main.cpp', 'int main() {}\n');
  commit();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

test('a ready commit gives an archive and a package, the same bytes wherever they are built', () => {
  const { status, stdout, stderr } = release();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain('npm publish build/release/thing-1.2.3.tgz');
  const sums = readFileSync(join(root, 'build/release/SHA256SUMS'), 'utf8');
  expect(sums).toMatch(/^[0-9a-f]{64} {2}thing-1\.2\.3\.tar\.gz\n[0-9a-f]{64} {2}thing-1\.2\.3\.tgz\n$/);
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: join(root, 'build/release') });

  const files = execFileSync('tar', ['tvzf', 'build/release/thing-1.2.3.tar.gz'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(files).toMatch(/^-rwxr-xr-x root\/root .* thing-1\.2\.3\/run$/m);
  expect(files).toMatch(/^-rw-r--r-- root\/root .* thing-1\.2\.3\/src\/main\.cpp$/m);

  git('config', 'tar.umask', '0077');
  git('config', 'core.autocrlf', 'true');
  expect(release({ TZ: 'Asia/Tokyo', LC_ALL: 'C.UTF-8' }).status).toBe(0);
  expect(readFileSync(join(root, 'build/release/SHA256SUMS'), 'utf8')).toBe(sums);
});

test('all that is not ready is named at once', () => {
  write('CHANGELOG.md', '# Changelog\n\n## Unreleased: 1.2.3\n');
  write('package-lock.json', { name: 'thing', version: '1.2.2', packages: { '': { version: '1.2.3' } } });
  write('src/main.cpp', 'const char* version = "1.2.3";\n');
  commit();
  git('tag', 'v1.2.3');
  write('src/other.cpp', '');
  const { status, stdout, stderr } = release();
  expect(status).toBe(1);
  expect(stdout).not.toContain('npm publish');
  expect(stderr.split('\n').filter((line) => line.startsWith('release: '))).toEqual([
    'release: the tree is not clean:',
    'release: package-lock.json has version "1.2.2"; npm install makes it 1.2.3',
    'release: the version stands elsewhere too:',
    'release: CHANGELOG.md begins with "## Unreleased: 1.2.3"; a release begins with "## 1.2.3, <date>"',
    'release: the tag v1.2.3 is there already',
  ]);
  expect(stderr).toContain('src/main.cpp:1:');
});

test('a package whose bytes change from build to build is a problem', () => {
  write('package.json', {
    name: 'thing',
    version: '1.2.3',
    scripts: { 'build:js': 'date +%N > built.txt' },
    files: ['built.txt'],
  });
  write('.gitignore', 'build/\nbuilt.txt\n');
  commit();
  const { status, stderr } = release();
  expect(stderr).toContain('release: thing-1.2.3.tgz differs from one build to the next: ');
  expect(status).toBe(1);
});

test('a package that cannot be built is a problem', () => {
  write('package.json', {
    name: 'thing',
    version: '1.2.3',
    scripts: { 'build:js': 'echo no core >&2; exit 1' },
  });
  commit();
  const { status, stderr } = release();
  expect(stderr).toContain('release: the npm package cannot be built:\nno core');
  expect(status).toBe(1);
});
