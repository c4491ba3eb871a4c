import { nodeResolve } from '@rollup/plugin-node-resolve';

export default [
  {
    input: ['main.js', 'console-sink-only.js'],
    plugins: [nodeResolve({ browser: true })],
    output: { dir: 'dist' },
  },
  {
    input: 'classic.js',
    plugins: [nodeResolve({ browser: true })],
    output: { file: 'dist/classic.js', format: 'iife', inlineDynamicImports: true },
  },
  {
    input: 'node.js',
    plugins: [nodeResolve({ exportConditions: ['node'] })],
    output: { file: 'dist/node.cjs', format: 'cjs', inlineDynamicImports: true },
  },
];
