import { nodeResolve } from '@rollup/plugin-node-resolve';

export default {
  input: ['main.js', 'console-sink-only.js'],
  plugins: [nodeResolve({ browser: true })],
  output: { dir: 'dist' },
};
