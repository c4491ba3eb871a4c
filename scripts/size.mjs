// npm run size: what the package costs its users, minified and compressed with brotli, against its budgets. A size that is
// over its budget is held where it is: it may shrink, not grow.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { rolldown } from 'rolldown';

const entry = join(import.meta.dirname, '..', 'dist', 'esm', 'index.js');
const modules = join(import.meta.dirname, '..', 'build', 'browser', 'tests', 'js', 'size');

/** In KB of 1000 bytes. `held` is there where the budget is not met yet. */
const sizes = [
  {
    what: '{ init, consoleSink }, without WebAssembly',
    measure: () => bundle(`export { consoleSink, init } from '${entry}'`, /core\.js$/),
    budget: 5,
  },
  {
    what: 'everything of the main entry',
    measure: () => bundle(`export * from '${entry}'`),
    budget: 20,
    held: 26.2,
  },
  {
    what: "what the library adds to a user's module",
    measure: () => weigh('size_with') - weigh('size_without'),
    budget: 14,
  },
  {
    what: 'the same, where it logs floating point by specs',
    measure: () => weigh('size_with_formats') - weigh('size_without'),
    budget: 24,
  },
];

/**
 * @param {string} module of tests/js/size: glue and WebAssembly
 * @returns {number} KB
 */
function weigh(module) {
  const files = ['.mjs', '.wasm'].map((ending) => readFileSync(join(modules, module + ending)));
  return files.reduce((sum, file) => sum + brotliCompressSync(file).length, 0) / 1000;
}

/**
 * @param {string} source of a user's module
 * @param {RegExp} [external] what stays outside
 * @returns {Promise<number>} KB
 */
async function bundle(source, external) {
  const build = await rolldown({
    input: 'entry',
    ...(external ? { external } : {}),
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? { code: source, moduleSideEffects: true } : null),
      },
    ],
  });
  const { output } = await build.generate({ minify: true, comments: false, codeSplitting: false });
  return brotliCompressSync(output[0].code).length / 1000;
}

let grown = 0;
for (const { what, measure, budget, held = budget } of sizes) {
  const size = await measure();
  const verdict = size <= budget ? 'ok  ' : size <= held ? 'held' : 'FAIL';
  if (verdict === 'FAIL') ++grown;
  const limits = held > budget ? `held at ${held}, budget ${budget}` : `budget ${budget}`;
  console.log(`${verdict} ${what.padEnd(48)} ${size.toFixed(2).padStart(6)} KB (${limits})`);
}
console.log(`sizes: ${sizes.length - grown} hold, ${grown} have grown`);
process.exitCode = grown === 0 ? 0 : 1;
