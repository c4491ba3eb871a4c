// The code in README.md and the documents comes from files which the tests build and run: `node scripts/readme.mjs`
// copies it, `--check` fails if it differs, and if a block does not say where it is tested. A comment right before each
// block says so:
//
//     <!-- file: path -->         the whole file; path#name: its lines between `// begin: name` (or `#`) and `// end`
//     <!-- run: place -->         commands that scripts/test-readme.mjs runs; <!-- prints -->: lines that they print
//     <!-- tested by: path -->    a part of this file, or what this test does in another form
//     <!-- not run: reason -->
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// Decisions keep the code that they were made about.
const pages = ['docs', 'docs/guide', 'docs/start'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
);
pages.push('README.md');
const included = /(<!-- file: ([^\s#]+)(?:#(\S+))? -->\n```\w*\n)([^]*?)(```)/g;
const block = /(?:^<!-- ([a-z ]+?)(?:: (.+))? -->\n)?^```\w*\n[^]*?^```$/gm;

/**
 * @param {string} file
 * @param {string | undefined} name
 */
function readCode(file, name) {
  const text = readFileSync(join(root, file), 'utf8');
  if (name === undefined) return text;
  const lines = text.split('\n').map((line) => line.trimEnd());
  const begin = lines.findIndex((line) => /^(\/\/|#) begin: /.test(line.trim()) && line.endsWith(` ${name}`));
  const length = lines.slice(begin + 1).findIndex((line) => /^(\/\/|#) end$/.test(line.trim()));
  if (begin < 0 || length < 0) {
    throw new Error(`${file} has no lines between "// begin: ${name}" and "// end"`);
  }
  const code = lines.slice(begin + 1, begin + 1 + length);
  const indentation = (lines[begin] ?? '').search(/\S/);
  return code.map((line) => `${line.slice(indentation)}\n`).join('');
}

/**
 * @param {string} path
 * @param {string} message
 */
function complain(path, message) {
  console.error(`${path}: ${message}`);
  process.exitCode = 1;
}

const check = process.argv.includes('--check');
for (const path of pages) {
  const before = readFileSync(join(root, path), 'utf8');
  const after = before.replace(
    included,
    (_all, head, file, name, _code, tail) => head + readCode(file, name) + tail,
  );
  if (after !== before && !check) writeFileSync(join(root, path), after);
  if (after !== before && check) {
    complain(path, 'its code is not that of the files it names; run node scripts/readme.mjs');
  }
  for (const { index, 1: kind = '', 2: argument = '' } of before.matchAll(block)) {
    const line = before.slice(0, index).split('\n').length;
    const known = ['file', 'run', 'tested by', 'not run'].includes(kind)
      ? argument !== ''
      : kind === 'prints';
    if (!known) {
      complain(
        path,
        `line ${line}: a comment before the block has to say where it is tested, see scripts/readme.mjs`,
      );
    } else if (kind === 'tested by' && !existsSync(join(root, argument))) {
      complain(path, `line ${line}: there is no ${argument}`);
    }
  }
}
