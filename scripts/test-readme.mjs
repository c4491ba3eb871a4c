// Follows the README from the top, then the starts of docs/start that are no part of it, with a separate home folder:
// runs the commands after `<!-- run: clone -->` in a fresh clone, and those after any other `<!-- run: … -->`, which name
// the copy of an example that the first ones make. A command that has run is not run again. If a block `<!-- prints -->`
// follows, the commands must have printed its lines, except for times and line numbers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'micromegas-readme-'));
const clone = join(home, 'clone');
const pages = ['README.md', 'docs/start/spdlog.md'];
const env = {
  ...process.env,
  HOME: home,
  NO_COLOR: '1',
  // Settings of the machine, not of the reader.
  npm_config_userconfig: join(homedir(), '.npmrc'),
  npm_config_cache: join(homedir(), '.npm'),
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
};

/** @param {string} text */
const withoutWhatChanges = (text) =>
  text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/:\d+\)/g, ':LINE)');

/**
 * @param {string} folder
 * @param {string} commands
 */
function run(folder, commands) {
  console.log(commands.replace(/^/gm, '$ ').trimEnd());
  const script = commands.trim().replace(/(?<!\\)\n/g, ' &&\n');
  return execFileSync('bash', ['-uc', `{ ${script}\n} 2>&1`], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
}

let failures = 0;
try {
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const step = /<!-- (run: (\S+)|prints) -->\n```\w*\n([^]*?)```/g;
  const done = new Set();
  let steps = 0;
  for (const page of pages) {
    let output = '';
    for (const [, , place, text = ''] of readFileSync(join(root, page), 'utf8').matchAll(step)) {
      ++steps;
      if (place !== undefined) {
        const commands = text.split('\n').filter((line) => place !== 'clone' || !done.has(line));
        commands.forEach((line) => done.add(line));
        output = withoutWhatChanges(run(place === 'clone' ? clone : home, commands.join('\n')));
        continue;
      }
      for (const line of withoutWhatChanges(text).trim().split('\n')) {
        if (output.split('\n').includes(line)) continue;
        console.error(`${page} promises this line, which was not printed:\n  ${line}\nbut:\n${output}`);
        ++failures;
      }
    }
  }
  console.log(`README steps: ${steps} passed, ${failures} failed`);
} catch (error) {
  const { message, stdout } = /** @type {Error & { stdout?: string }} */ (error);
  console.error(message, stdout ?? '');
  failures = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
