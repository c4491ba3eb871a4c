// The README's code is that of files which the tests build and run: `node scripts/readme.mjs` copies it in, `--check` fails
// where it differs. A comment `<!-- file: path -->` stands before each such block.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const path = join(root, 'README.md');
const block = /(<!-- file: (\S+) -->\n```\w*\n)([^]*?)(```)/g;

const before = readFileSync(path, 'utf8');
const after = before.replace(
  block,
  (_all, head, file, _code, tail) => head + readFileSync(join(root, file), 'utf8') + tail,
);
if (process.argv.includes('--check')) {
  if (after !== before) {
    console.error('README.md: its code is not that of the files it names; run node scripts/readme.mjs');
    process.exitCode = 1;
  }
} else if (after !== before) {
  writeFileSync(path, after);
}
