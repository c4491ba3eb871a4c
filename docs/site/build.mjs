// npm run docs: the site, with the reference of C++ (Doxygen) and of JavaScript (TypeDoc), in build/docs.
// npm run docs:dev: VitePress' server, without the references. The first run installs VitePress and TypeDoc.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const site = import.meta.dirname;
const root = join(site, '../..');

/**
 * @param {string} program
 * @param {...string} args
 */
const run = (program, ...args) => execFileSync(program, args, { cwd: root, stdio: 'inherit' });
const tool = (/** @type {string} */ name) => join(site, 'node_modules/.bin', name);

const stamp = join(site, 'node_modules/.micromegas-lock.sha256');
const lock = createHash('sha256')
  .update(readFileSync(join(site, 'package-lock.json')))
  .digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  run('npm', 'ci', '--prefix', site, '--silent');
  writeFileSync(stamp, lock);
}

if (process.argv.includes('--serve')) {
  run(tool('vitepress'), 'dev', site);
} else {
  run(tool('vitepress'), 'build', site);
  run(tool('typedoc'), '--options', join(site, 'typedoc.json'), '--logLevel', 'Warn');
  mkdirSync(join(root, 'build/docs/api'), { recursive: true });
  run('doxygen', join(site, 'Doxyfile'));
  console.log('The site is in build/docs. To look at it: python3 -m http.server --directory build/docs');
}
