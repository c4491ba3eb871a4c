// For webpack and Rspack: a page of modules, a classic script, a program for Node.
const bundle = (entry, options) => ({
  mode: 'production',
  entry: `./${entry}.js`,
  stats: 'errors-warnings',
  ...options,
});

export default [
  bundle('main', { output: { filename: 'main.js' } }),
  bundle('classic', { output: { filename: 'classic.js' } }),
  bundle('node', { target: 'node', output: { filename: 'node.cjs' } }),
];
