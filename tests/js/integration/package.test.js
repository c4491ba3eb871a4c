/** The package as a user gets it: packed, unpacked into an empty project. tests/packages tests its records there. */

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const consumer = fileURLToPath(new URL('consumer', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const run = promisify(execFile);

jest.setTimeout(60_000);

/** @type {string} */
let project;
/** @type {string} */
let installed;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'micromegas-consumer-'));
  await cp(consumer, project, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: root });
  await mkdir(join(project, 'node_modules'));
  await run('tar', ['-xzf', join(project, stdout.trim()), '-C', join(project, 'node_modules')]);
  installed = join(project, 'node_modules/micromegas-tracing');
  await cp(join(project, 'node_modules/package'), installed, { recursive: true });
});

afterAll(() => rm(project, { recursive: true, force: true }));

const node = (/** @type {string} */ script) =>
  run(process.execPath, [script], { cwd: project, env: { PATH: process.env['PATH'] } });

test('importing it leaves nothing global, using it leaves one symbol, and neither a listener', async () => {
  const { stdout } = await node('leaves-no-trace.mjs');
  const nothing = { globals: [], listeners: [], console: [] };
  const meetingPoint = 'Symbol(micromegas-tracing.tracings)'; // of loggers of libraries
  expect(JSON.parse(stdout)).toEqual({
    afterImport: nothing,
    afterUse: { ...nothing, globals: [meetingPoint] },
  });
});

test('files inside the package cannot be imported', async () => {
  const { stdout } = await node('deep-import.mjs');
  expect(stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n'.repeat(3));
});

test('the types fit ES modules and CommonJS, with no library beyond ES2022 and the DOM', async () => {
  const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch((error) => error);
  expect(stdout).toBe('');
});

test('it needs no other package and no script at installation', async () => {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('peerDependencies');
  expect(manifest.sideEffects).toBe(false);
  expect(Object.keys(manifest.scripts)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/install|prepare/)]),
  );
});

test('it holds the built files and no sources', async () => {
  const names = await readdir(installed);
  expect(names).toEqual(expect.arrayContaining(['LICENSE', 'dist', 'package.json']));
  expect(names).not.toEqual(expect.arrayContaining(['js']));
  expect((await readdir(join(installed, 'dist'))).sort()).toEqual(['cjs', 'esm', 'micromegas_core.wasm']);
});

test('it is the same on every machine', async () => {
  const entries = await readdir(join(installed, 'dist'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    expect([file, (await readFile(file, 'latin1')).includes(root)]).toEqual([file, false]);
  }
});
