// The npm package: js/ and the WebAssembly core become dist/esm and dist/cjs. The types come from tsc.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const core = fileURLToPath(new URL('build/browser/cpp/module/micromegas_core.mjs', import.meta.url));

export default defineConfig({
  plugins: [demandCore(), markCommonJs()],
  build: {
    target: 'es2022',
    minify: false, // the user's bundler does that
    reportCompressedSize: false,
    lib: { entry: { index: 'js/index.js' } },
    rolldownOptions: {
      platform: 'node', // makes CommonJS of import.meta.url
      external: /^node:/, // the core's glue imports these in Node only
      output: [output('es', 'esm'), output('cjs', 'cjs')],
    },
  },
});

/**
 * @param {'es' | 'cjs'} format
 * @param {string} folder
 */
function output(format, folder) {
  return { format, entryFileNames: `${folder}/[name].js`, chunkFileNames: `${folder}/[name].js` };
}

/** @returns {import('vite').Plugin} */
function demandCore() {
  return {
    name: 'micromegas:demand-core',
    buildStart() {
      if (existsSync(core)) return;
      this.error(
        'build/browser/cpp/module/micromegas_core.mjs is missing; ' +
          'make it by: cmake --preset browser && cmake --build --preset browser',
      );
    },
  };
}

/**
 * The package is of ES modules; this folder is not.
 *
 * @returns {import('vite').Plugin}
 */
function markCommonJs() {
  return {
    name: 'micromegas:mark-commonjs',
    generateBundle({ format }) {
      if (format !== 'cjs') return;
      this.emitFile({ type: 'asset', fileName: 'cjs/package.json', source: '{ "type": "commonjs" }\n' });
    },
  };
}
