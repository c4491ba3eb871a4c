// The code of docs/guide/javascript.md. `node scripts/readme.mjs` copies it there.
import { afterEach, expect, test } from '@jest/globals';
import {
  captureConsole,
  consoleSink,
  getLogger,
  init,
  memorySink,
  tee,
  withBacktrace,
  withFilter,
  withRateLimit,
  withRedaction,
} from 'micromegas-tracing';
import { fakeClock, matchers, recorder } from 'micromegas-tracing/testing';

import { makeProbe } from '../probe.js';

/** @type {import('micromegas-tracing').Tracing[]} */
const begun = [];

/** @param {import('micromegas-tracing').InitOptions} options */
async function begin(options) {
  const tracing = await init(options);
  begun.push(tracing);
  return tracing;
}

afterEach(() => begun.splice(0).forEach((tracing) => tracing.shutdown()));

test('init', async () => {
  const module = makeProbe('probe');

  // begin: init
  const tracing = await init({
    module,
    filter: 'info,engine::sql=debug',
    sinks: [consoleSink()],
    properties: { release: '1.4.0' },
  });
  // end
  begun.push(tracing);

  expect(tracing.logger('engine.sql').isEnabled('debug')).toBe(false);
  expect(tracing.logger('engine::sql').isEnabled('debug')).toBe(true);
});

test('a second module', async () => {
  const memory = memorySink();
  const tracing = await begin({ sinks: [memory] });
  const createDecoder = () => makeProbe('probe');

  // begin: attach
  const decoder = await tracing.attach(createDecoder, { name: 'decoder' });
  // later, if that module's entries should end before the tracing:
  decoder.detach();
  // end

  expect(decoder.name).toBe('decoder');
});

test('without a module', async () => {
  // begin: alone
  const tracing = await init({ level: 'debug', sinks: [consoleSink()] });
  const log = tracing.logger('app.cart');
  log.info('added', { item: 'tea', count: 2 });
  tracing.setFilter('warn,app.cart=debug'); // at any time
  // end
  begun.push(tracing);

  expect(log.isEnabled('debug')).toBe(true);
  expect(tracing.logger('app').isEnabled('info')).toBe(false);
});

test('loggers', async () => {
  const memory = memorySink();
  const tracing = await begin({ level: 'debug', sinks: [memory] });
  const [name, rows, milliseconds] = ['cars', 406, 3];
  const failed = new Error('no such table: bikes');

  // begin: loggers
  const log = tracing.logger('app.sql');
  log.info('query done', { name, rows }); // a message and properties
  log.info`${rows} rows in ${milliseconds} ms`; // a template; not formatted where the filter says no
  log.debug(() => `plan: ${JSON.stringify({ scan: name })}`); // called only where the filter lets it through
  log.error(failed); // its message; the error itself is the property `error`

  const cache = log.child('cache', { size: 100 }); // target app.sql.cache; all its entries have `size`
  cache.warn('full');
  // end

  expect(memory.records.map(({ target, message }) => `${target}: ${message}`)).toEqual([
    'app.sql: query done',
    'app.sql: 406 rows in 3 ms',
    'app.sql: plan: {"scan":"cars"}',
    'app.sql: no such table: bikes',
    'app.sql.cache: full',
  ]);
  expect(memory.records[0]?.properties).toEqual({ name, rows });
  expect(memory.records[3]?.properties).toEqual({ error: failed });
  expect(memory.records[4]?.properties).toEqual({ size: 100 });
});

test('loggers of a library', async () => {
  // begin: library
  const log = getLogger('my-library'); // at the top of a module

  /** @param {string} url */
  function load(url) {
    log.debug('loading', { url });
  }
  // end

  load('/early');
  const memory = memorySink();
  await begin({ filter: 'info,my-library=debug', sinks: [memory] });
  load('/late');
  expect(memory.records.map(({ properties }) => properties)).toEqual([{ url: '/late' }]);
});

test('spans and metrics', async () => {
  const memory = memorySink();
  const tracing = await begin({ level: 'trace', sinks: [memory] });
  const text = 'a\n1\n2';
  const parse = (/** @type {string} */ csv) => csv.split('\n').slice(1);
  /** @type {string[]} */
  const stored = [];
  const store = async (/** @type {string[]} */ all) => void stored.push(...all);

  // begin: timeline
  const rows = tracing.span('parse', () => parse(text), {
    target: 'app.csv',
    properties: { bytes: text.length },
  });
  await tracing.span('import', () => store(rows)); // until the promise is settled
  tracing.metric('rows', rows.length, 'count', { target: 'app.csv' });
  // end

  expect(stored).toEqual(['1', '2']);
  expect(memory.records).toMatchObject([{ target: 'app.csv', message: 'rows = 2 count' }]);
});

test('a backtrace', async () => {
  const memory = memorySink();

  // begin: backtrace
  const tracing = await init({
    level: 'info',
    sinks: [consoleSink(), withBacktrace(withRedaction(memory), { size: 100, level: 'debug' })],
  });
  // end

  begun.push(tracing);
  tracing.logger('app').debug('before', { token: 'abc' });
  tracing.logger('app').error('failed');
  expect(memory.records.map(({ message, properties }) => [message, properties])).toEqual([
    ['before', { token: '[redacted]', backtrace: true }],
    ['failed', {}],
  ]);
});

test('sinks and their wrappers', async () => {
  const memory = memorySink();
  /** @type {string[]} */
  const shown = [];
  const panel = { append: (/** @type {string} */ line) => void shown.push(line) };

  // begin: sinks
  const sinks = [
    withFilter(consoleSink(), 'warn'),
    withRateLimit(withRedaction(memory), { perSecond: 100 }),
    tee(memorySink(), ({ level, message }) => panel.append(`${level} ${message}`)), // any function is a sink
  ];
  // end

  const tracing = await begin({ sinks });
  tracing.logger('app').info('signed in', { user: 'ada', password: 'tiger' });
  expect(memory.records[0]?.properties).toEqual({ user: 'ada', password: '[redacted]' });
  expect(shown).toEqual(['info signed in']);
});

test('the filter', async () => {
  const tracing = await begin({ sinks: [memorySink()] });
  const log = tracing.logger('app.ui');
  // begin: filter
  tracing.setFilter('warn,engine::sql=debug'); // C++ and JavaScript alike, from the next entry on
  tracing.setLevel('debug'); // the same level for every target
  // end
  expect(tracing.getFilter()).toBe('debug');
  expect(log.isEnabled('trace')).toBe(false);
  expect(() => tracing.setFilter('warn,engine=loud')).toThrow(RangeError);
  expect(tracing.getFilter()).toBe('debug');
});

test('the console of the page', async () => {
  const memory = memorySink();
  const tracing = await begin({ sinks: [memory] });
  // begin: capture
  const captured = captureConsole(tracing);
  console.warn('from a library', 42);
  captured.restore();
  // end
  expect(memory.records).toMatchObject([{ level: 'warn', target: 'console', message: 'from a library 42' }]);
});

// begin: testing
expect.extend(matchers);

test('a slow query warns', async () => {
  const logged = recorder();
  const tracing = await init({ sinks: [logged] });

  tracing.logger('app.sql').warn('the query took 310 ms', { table: 'cars' });

  expect(logged).toHaveLogged({ level: 'warn', message: /took \d+ ms/, properties: { table: 'cars' } });
  logged.failOnUnexpectedErrors();
  tracing.shutdown();
});
// end

test('a clock that stands still', async () => {
  // begin: clock
  const clock = fakeClock(Date.UTC(2026, 0, 1)); // milliseconds since 1970; 0 if left out
  const memory = memorySink();
  const tracing = await init({ now: clock.now, sinks: [withRateLimit(memory, { perSecond: 1, clock })] });

  tracing.logger('app').info('one');
  tracing.logger('app').info('two'); // over the limit
  await clock.advance(1000);
  tracing.logger('app').info('three');

  expect(memory.records.map(({ message }) => message)).toEqual([
    'one',
    '1 records were held back by the rate limit',
    'three',
  ]);
  expect(memory.records[2]?.time).toBe(Date.UTC(2026, 0, 1, 0, 0, 1));
  // end
  begun.push(tracing);
});

test('redaction', () => {
  const memory = memorySink();
  // begin: redaction
  const sink = withRedaction(memory, {
    keys: ['iban', /^card/i, /passw|token/i], // in place of the default
    patterns: [/\b\d{16}\b/],
    replacement: '***',
  });
  // end
  const properties = {
    IBAN: 'DE02',
    cardOwner: 'ada',
    apiToken: 'x',
    cookie: 'kept',
    note: 'of 4000123412341234',
  };
  sink({
    level: 'info',
    target: 'app',
    message: '4000123412341234 paid',
    time: 0,
    file: '',
    line: 0,
    modulePath: '',
    properties,
    module: null,
  });
  expect(memory.records[0]).toMatchObject({
    message: '*** paid',
    properties: { IBAN: '***', cardOwner: '***', apiToken: '***', cookie: 'kept', note: 'of ***' },
  });
});
