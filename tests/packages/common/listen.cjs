const { inspect } = require('node:util');

/**
 * Listens to the console of a test: notes the method, and the text without colours and their styles.
 *
 * @param {(object: object, method: string) => { mockImplementation: Function }} spyOn
 */
exports.listen = (spyOn) => {
  const heard = [];
  for (const method of ['error', 'warn', 'info', 'debug']) {
    spyOn(console, method).mockImplementation((...args) => heard.push([method, textOf(args)]));
  }
  return heard;
};

const textOf = ([format, ...values]) => {
  const fill = (whole, specifier) =>
    specifier === '%' ? '%' : specifier === 'c' ? (values.shift(), '') : values.shift();
  const text = String(format).replace(/%([%cso])/g, fill);
  return [text, ...values.map((value) => (typeof value === 'string' ? value : inspect(value)))]
    .join(' ')
    .trim();
};

/** six-levels.js for tests that cannot import it. */
exports.logSixLevels = async (init) => {
  const tracing = await init({ level: 'trace' });
  const log = tracing.logger('app.tests');
  log.fatal('fatal 100%');
  log.error('error');
  log.warn('warn');
  log.info('info', { button: 'ok' });
  log.debug('debug');
  log.trace('trace');
  tracing.shutdown();
};

/** The expected calls, also in jsdom: the console of Jest is a terminal. */
exports.sixLevels = [
  ['error', 'FATAL [app.tests] fatal 100%'],
  ['error', 'ERROR [app.tests] error'],
  ['warn', 'WARN  [app.tests] warn'],
  ['info', "INFO  [app.tests] info { button: 'ok' }"],
  ['debug', 'DEBUG [app.tests] debug'],
  ['debug', 'TRACE [app.tests] trace'],
];
