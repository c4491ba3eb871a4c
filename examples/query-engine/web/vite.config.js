import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** @param {string} path */
const inProject = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/**
 * The built page's policy allows only what it needs. `wasm-unsafe-eval` lets it compile WebAssembly, but no JavaScript
 * from text. The development server has no policy, as Vite adds its own scripts and styles to the page.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @type {import('vite').Plugin} */
const contentSecurityPolicy = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './', // the built page works from any folder of a server
  plugins: [contentSecurityPolicy],
  resolve: {
    alias: {
      'query-engine-module': inProject('build/browser/examples/query-engine/query_engine.mjs'),
      'vega-data': inProject('node_modules/vega-datasets/data'),
    },
  },
  server: { fs: { allow: [inProject('.')] } },
  build: {
    outDir: inProject('build/web/query-engine'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // the policy allows no data: address
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000, // the engine is one file, its WebAssembly inside
  },
});
