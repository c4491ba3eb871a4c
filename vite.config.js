// Why: docs/decisions/0025-vite-builds-the-package.md
// The npm package: Vite makes dist/esm and dist/cjs of js/ and the WebAssembly core. The types come from tsc.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { packBytes } from './js/core/packed-bytes.js';

const core = fileURLToPath(new URL('build/browser/cpp/module/micromegas_core.mjs', import.meta.url));
const wasm = core.replace(/mjs$/, 'wasm');

export default defineConfig({
  publicDir: false,
  plugins: [bringCore(), markCommonJs()],
  build: {
    // For any runtime: the users' bundlers must find `new URL(…, import.meta.url)` and `import()` as they were written.
    ssr: true,
    ssrEmitAssets: true,
    outDir: 'dist',
    target: 'es2022',
    rolldownOptions: {
      preserveEntrySignatures: 'strict', // else Vite adds shared code to the entries' exports
      input: {
        index: 'js/index.js',
        static: 'js/static.js',
        workerd: 'js/workerd.js',
        external: 'js/external.js',
        opentelemetry: 'js/opentelemetry.js',
        'testing/index': 'js/testing/index.js',
      },
      output: [output('es', 'esm'), output('cjs', 'cjs')],
    },
  },
});

/**
 * @param {'es' | 'cjs'} format
 * @param {string} folder
 * @returns {import('vite').Rolldown.OutputOptions}
 */
function output(format, folder) {
  return {
    format,
    minify: false, // the user's bundler does that
    minifyInternalExports: false, // keeps readable names in the files that entries share
    topLevelVar: false, // Vite's way to make pages faster; this is a library
    comments: { jsdoc: false }, // they are in the .d.ts, and Node needs a millisecond to skip them
    entryFileNames: `${folder}/[name].js`,
    chunkFileNames: `${folder}/[name].js`,
    // A real import of the file would add a helper for CommonJS, in a separate file.
    banner: ({ name }) => (name === 'workerd' ? "import importedCore from '../micromegas_core.wasm';" : ''),
    // In one file, as each file costs Node another millisecond.
    codeSplitting: { groups: [{ name: 'shared', test: /\/js\/(?!core\/)/, minShareCount: 2 }] },
  };
}

/**
 * The core's WebAssembly, as text for the main entry and as a file for the other.
 *
 * @returns {import('vite').Plugin}
 */
function bringCore() {
  return {
    name: 'micromegas:bring-core',
    enforce: 'pre', // Vite would make an asset of the .wasm
    buildStart() {
      if (existsSync(core)) return;
      this.error(
        'build/browser/cpp/module/micromegas_core.mjs is missing; ' +
          'make it by: cmake --preset browser && cmake --build --preset browser',
      );
    },
    // The glue goes into the file of each entry that has it, as a separate file would cost Node another millisecond.
    resolveId(id, importer) {
      if (id === '#micromegas-core') return `${core}?${basename(String(importer))}`;
      return id === '#micromegas-core-compiled' ? id : null;
    },
    load(id) {
      if (id.startsWith(`${core}?`)) return readFileSync(core, 'utf8');
      if (id === '#micromegas-core-compiled') return 'export default importedCore;';
      if (id !== wasm) return null;
      return { code: `export default '${packBytes(readFileSync(wasm))}';`, moduleType: 'js' };
    },
    generateBundle({ format }) {
      if (format !== 'es') return;
      this.emitFile({ type: 'asset', fileName: 'micromegas_core.wasm', source: readFileSync(wasm) });
      // The types of such an import in bundlers for platforms that forbid compiling.
      const types = 'declare const compiled: WebAssembly.Module;\nexport default compiled;\n';
      this.emitFile({ type: 'asset', fileName: 'esm/core-wasm.d.ts', source: types });
    },
  };
}

/**
 * Marks the folder as CommonJS in a package of ES modules.
 *
 * @returns {import('vite').Plugin}
 */
function markCommonJs() {
  return {
    name: 'micromegas:mark-commonjs',
    generateBundle({ format }, bundle) {
      if (format !== 'cjs') return;
      delete bundle['cjs/workerd.js']; // where there is no CommonJS
      this.emitFile({ type: 'asset', fileName: 'cjs/package.json', source: '{ "type": "commonjs" }\n' });
    },
  };
}
