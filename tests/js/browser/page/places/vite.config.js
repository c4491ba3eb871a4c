// A worker in one classic file, as bundlers make them by default: `vite build --mode dedicated-worker`.
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));

export default defineConfig(({ mode }) => ({
  root,
  publicDir: false,
  logLevel: 'error',
  resolve: { alias: { '/dist': `${root}dist`, '/build': `${root}build` } },
  build: {
    outDir: 'build/browser/tests/js/places',
    emptyOutDir: false,
    rolldownOptions: {
      input: fileURLToPath(new URL(`${mode}.js`, import.meta.url)),
      output: { format: 'iife', entryFileNames: '[name].js' },
    },
  },
}));
