const { init } = require(process.argv[2]);

init({ level: 'trace', properties: { release: '1.4.0' } }).then((tracing) => {
  const log = tracing.logger('app.ui');
  log.fatal('fatal 100%');
  log.error('error');
  log.warn('warn');
  log.info('info', { button: 'ok' });
  log.debug('debug');
  log.trace('trace');
  tracing.shutdown();
});
