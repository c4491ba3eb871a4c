// node check.mjs <header>…: none includes a header of POSIX or of compiler intrinsics. Each violation is printed with its
// file and line.
import { readFileSync } from 'node:fs';

/** With .h, other than those of C, and intrinsics by whatever name. */
const include = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;
const foreign = (/** @type {string} */ name) =>
  /intrin/.test(name) ||
  (/\.h$/.test(name) && !/^fmt\//.test(name)) ||
  /^(sys|linux|emscripten)\//.test(name);

const headers = process.argv.slice(2);
let violations = 0;
for (const header of headers) {
  for (const [index, line] of readFileSync(header, 'utf8').split('\n').entries()) {
    const name = include.exec(line)?.[1];
    if (name !== undefined && foreign(name)) {
      ++violations;
      console.error(`${header}:${index + 1}: a public header includes <${name}>`);
    }
  }
}
console.log(`${headers.length} headers, ${violations} violations`);
process.exitCode = headers.length > 20 && violations === 0 ? 0 : 1;
