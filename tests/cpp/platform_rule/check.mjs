// node check.mjs <root>: Emscripten is named under a wasm/ folder and in cpp/module/ only. Each violation is printed
// with its file and line.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const root = process.argv[2] ?? '.';
const sources = /\.(c|h|cc|cpp|hpp|inl|ipp)$/;
const skipped = new Set(['.git', 'build', 'dist', 'node_modules']);
// Names that begin with __EMSCRIPTEN, and Emscripten's own headers.
const forbidden = /\b__EMSCRIPTEN|#\s*include\s*[<"]emscripten\b/;

/** The rule, for a path with slashes. @param {string} path */
const mayNameEmscripten = (path) => /(^|\/)wasm\//.test(path) || path.startsWith('cpp/module/');

let files = 0;
let violations = 0;
for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
  const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
  if (!entry.isFile() || !sources.test(path) || path.split('/').some((part) => skipped.has(part))) continue;
  ++files;
  if (mayNameEmscripten(path)) continue;
  for (const [index, line] of readFileSync(join(root, path), 'utf8').split('\n').entries()) {
    if (forbidden.test(line)) {
      ++violations;
      console.error(
        `${path}:${index + 1}: Emscripten is named outside of wasm/ and cpp/module/: ${line.trim()}`,
      );
    }
  }
}
console.log(`${files} files, ${violations} violations`);
if (files === 0) {
  console.error(`${root} holds no C++ source`);
}
process.exitCode = files > 0 && violations === 0 ? 0 : 1;
