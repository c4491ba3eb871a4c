// The code in README.md and docs/guide comes from files which the tests build and run: `node scripts/readme.mjs` copies
// it, `--check` fails if it differs. A comment before each such block names the file: `<!-- file: path -->`, or
// `<!-- file: path#name -->` for the lines between `// begin: name` and `// end`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const guides = readdirSync(join(root, 'docs/guide')).filter((name) => name.endsWith('.md'));
const block = /(<!-- file: ([^\s#]+)(?:#(\S+))? -->\n```\w*\n)([^]*?)(```)/g;

/**
 * @param {string} file
 * @param {string | undefined} name
 */
function readCode(file, name) {
  const text = readFileSync(join(root, file), 'utf8');
  if (name === undefined) return text;
  const lines = text.split('\n').map((line) => line.trimEnd());
  const begin = lines.findIndex((line) => line.trim() === `// begin: ${name}`);
  const length = lines.slice(begin + 1).findIndex((line) => line.trim() === '// end');
  if (begin < 0 || length < 0) {
    throw new Error(`${file} has no lines between "// begin: ${name}" and "// end"`);
  }
  const code = lines.slice(begin + 1, begin + 1 + length);
  const indentation = (lines[begin] ?? '').indexOf('/');
  return code.map((line) => `${line.slice(indentation)}\n`).join('');
}

for (const path of ['README.md', ...guides.map((name) => `docs/guide/${name}`)]) {
  const before = readFileSync(join(root, path), 'utf8');
  const after = before.replace(
    block,
    (_all, head, file, name, _code, tail) => head + readCode(file, name) + tail,
  );
  if (after === before) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path}: its code is not that of the files it names; run node scripts/readme.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, path), after);
  }
}
