const { init } = await import(process.argv[2]);

const tracing = await init({ level: 'trace', properties: { release: '1.4.0' } });
const log = tracing.logger('app.ui');
log.fatal('fatal 100%');
log.error('error');
log.warn('warn');
log.info('info', { button: 'ok' });
log.debug('debug');
log.trace('trace');
tracing.shutdown();
