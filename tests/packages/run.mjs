// npm run test:packages: the packed package in projects of its users. Each folder beside this file is a project with
// exact versions and a lock file; it is copied to an empty folder, gets the package, is built by its own tools, and a
// real console shows its records. `npm run test:packages -- vite jest` runs those alone.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { launchChromium } from '../../scripts/demo-lib/chromium.js';
import { projects } from './projects.js';

const root = join(import.meta.dirname, '..', '..');
/** A module of C++, its WebAssembly inside and beside. */
const PROBES = ['probe.mjs', 'probe_external.mjs', 'probe_external.wasm'];
const atOnce = 2;
const run = promisify(execFile);

const names = Object.keys(projects);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`test:packages: no project "${unknown.join('", "')}"; allowed are ${names.join(', ')}`);
  process.exit(2);
}

const place = await mkdtemp(join(tmpdir(), 'micromegas-packages-'));
const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', place], { cwd: root });
await rename(join(place, stdout.trim()), join(place, 'micromegas-tracing.tgz'));
const browser = await launchChromium();

let failed = 0;
const queue = names.filter((name) => wanted.length === 0 || wanted.includes(name));
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await runProject(name);
  }),
);
await browser.close();
await rm(place, { recursive: true, force: true });
console.log(`\nprojects: ${(wanted.length || names.length) - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** @param {string} name */
async function runProject(name) {
  const start = Date.now();
  const folder = join(place, name);
  let problem = '';
  try {
    for (const files of ['common', name]) {
      await cp(join(import.meta.dirname, files), folder, { recursive: true });
    }
    for (const file of PROBES) await cp(join(root, 'build/browser/tests/js/probe', file), join(folder, file));
    await cp(join(place, 'micromegas-tracing.tgz'), join(folder, 'micromegas-tracing.tgz'));
    await run('npm', ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
    });
    await projects[name].run({ folder, browser });
  } catch (error) {
    ++failed;
    problem = [error.message, error.stdout, error.stderr].filter(Boolean).join('\n').trimEnd();
  }
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(
    `${problem ? 'FAIL' : 'ok  '} ${name.padEnd(10)} ${projects[name].title.padEnd(58)} ${String(seconds).padStart(3)} s`,
  );
  if (problem) console.log(problem.replace(/^/gm, '     '));
}
