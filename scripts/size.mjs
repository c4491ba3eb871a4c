// npm run size: the size of the package in users' bundles, minified and compressed with brotli, against budgets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { build } from 'vite';

const entry = join(import.meta.dirname, '..', 'dist', 'esm', 'index.js');
const modules = join(import.meta.dirname, '..', 'build', 'browser', 'tests', 'js', 'size');

/** In KB of 1000 bytes. */
const sizes = [
  {
    title: '{ init, consoleSink }, without WebAssembly',
    measure: () => bundle(`export { consoleSink, init } from '${entry}'`, /core\.js$/),
    budget: 7.6,
  },
  {
    title: '{ getLogger }, all that a library needs',
    measure: () => bundle(`export { getLogger } from '${entry}'`),
    budget: 1.7,
  },
  {
    title: 'everything of the main entry',
    measure: () => bundle(`export * from '${entry}'`),
    budget: 27.6,
  },
  {
    title: "the library's share of a user's module",
    measure: () => weigh('size_with') - weigh('size_without'),
    budget: 15.7,
  },
  {
    title: 'the same, where it logs floating point by specs',
    measure: () => weigh('size_with_formats') - weigh('size_without'),
    budget: 27.9,
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
 * @param {RegExp} [external] imports that stay outside
 * @returns {Promise<number>} KB
 */
async function bundle(source, external) {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? id : null),
        load: (id) => (id === 'entry' ? { code: source, moduleSideEffects: true } : null),
      },
    ],
    build: {
      ssr: true, // without Vite's additions for pages
      write: false,
      target: 'esnext',
      rolldownOptions: {
        input: 'entry',
        ...(external ? { external } : {}),
        preserveEntrySignatures: 'strict',
        output: { minify: true, comments: false, codeSplitting: false, topLevelVar: false },
      },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (result);
  return brotliCompressSync(output[0].code).length / 1000;
}

let over = 0;
for (const { title, measure, budget } of sizes) {
  const size = await measure();
  const holds = size <= budget;
  if (!holds) ++over;
  console.log(
    `${holds ? 'ok  ' : 'FAIL'} ${title.padEnd(48)} ${size.toFixed(2).padStart(6)} KB (budget ${budget})`,
  );
}
console.log(`sizes: ${sizes.length - over} within their budgets, ${over} over`);
process.exitCode = over === 0 ? 0 : 1;
