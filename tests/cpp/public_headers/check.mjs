// node check.mjs <header>…: neither a public header nor an internal one that it includes, in a folder detail/, includes a
// header of POSIX or of compiler intrinsics. Each violation is printed with its file and line.
import { readFileSync } from 'node:fs';

const include = /^\s*#\s*include\s*[<"]([^>"]+)[>"]/;
const foreign = (/** @type {string} */ name) =>
  /intrin/.test(name) ||
  (/\.h$/.test(name) && !/^fmt\//.test(name)) ||
  /^(sys|linux|emscripten)\//.test(name);

/** By the name that includes have. */
const headers = new Map(
  process.argv.slice(2).map((path) => [path.slice(path.lastIndexOf('/micromegas/') + 1), path]),
);
const left = [...headers.keys()].filter((name) => !name.includes('/detail/'));
const seen = new Set(left);
let violations = 0;
for (let name = left.pop(); name !== undefined; name = left.pop()) {
  const path = headers.get(name) ?? '';
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^namespace micromegas.*\{$/.test(line) && !/wasm\w*\/include/.test(path)) {
      if (lines[index + 1] !== 'MICROMEGAS_EXPORT_BEGIN') {
        ++violations;
        console.error(
          `${path}:${index + 2}: a shared library exports public headers: MICROMEGAS_EXPORT_BEGIN`,
        );
      }
    }
    const included = include.exec(line)?.[1];
    if (included === undefined) continue;
    if (foreign(included)) {
      ++violations;
      console.error(`${path}:${index + 1}: a public header includes <${included}>`);
    } else if (headers.has(included) && !seen.has(included)) {
      seen.add(included);
      left.push(included);
    }
  }
}
console.log(`${seen.size} headers, ${violations} violations`);
process.exitCode = seen.size > 20 && violations === 0 ? 0 : 1;
