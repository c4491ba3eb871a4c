import bundles from './bundle.config.js';

const [page] = bundles;

export default {
  ...page,
  mode: 'development',
  devServer: { host: '127.0.0.1', port: 'auto', static: '.', client: { logging: 'none' } },
};
