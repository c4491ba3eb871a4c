// Follows the README from the top, with a separate home folder: runs the commands after `<!-- run: clone -->` in a
// fresh clone, and the commands after `<!-- run: hello -->` in the copy of examples/hello that the first ones make. If
// a block `<!-- prints -->` follows, the commands must have printed its lines, except for times and line numbers.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'micromegas-readme-'));
const folders = { clone: join(home, 'clone'), hello: home };
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
  execFileSync('git', ['clone', '--quiet', root, folders.clone]);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const step = /<!-- (run: (clone|hello)|prints) -->\n```\w*\n([^]*?)```/g;
  let output = '';
  let steps = 0;
  for (const [, , place, text = ''] of readme.matchAll(step)) {
    ++steps;
    if (place === 'clone' || place === 'hello') {
      output = withoutWhatChanges(run(folders[place], text));
      continue;
    }
    for (const line of withoutWhatChanges(text).trim().split('\n')) {
      if (output.split('\n').includes(line)) continue;
      console.error(`README.md promises this line, which was not printed:\n  ${line}\nbut:\n${output}`);
      ++failures;
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
