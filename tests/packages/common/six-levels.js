/** @param {(typeof import('micromegas-tracing'))['init']} init */
export async function sixLevels(init, target, options = {}) {
  const tracing = await init({ level: 'trace', ...options });
  const log = tracing.logger(target);
  log.fatal('fatal 100%');
  log.error('error');
  log.warn('warn');
  log.info('info', { button: 'ok' });
  log.debug('debug');
  log.trace('trace');
  tracing.shutdown();
}
