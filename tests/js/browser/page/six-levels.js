// A plain page of a user: no bundler, the package's own core, its defaults.
import { init } from 'micromegas-tracing';

const tracing = await init({ level: 'trace' });
const log = tracing.logger('app.ui');
log.fatal('fatal');
log.error('error');
log.warn('warn');
log.info('info', { button: 'ok' });
log.debug('debug 100%');
log.trace('trace');
tracing.shutdown();
document.body.dataset['done'] = 'yes';
