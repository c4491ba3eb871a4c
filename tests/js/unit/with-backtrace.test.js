import { describe, expect, jest, test } from '@jest/globals';

import { init, memorySink, tee, withBacktrace, withFilter, withRedaction } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @import { BacktraceOptions } from '../../../js/wrappers/with-backtrace.js' */

/** @param {BacktraceOptions} [options] */
async function start(options) {
  const memory = memorySink();
  const plain = memorySink();
  const module = fakeModule();
  const tracing = await init({ module, level: 'info', sinks: [withBacktrace(memory, options), plain] });
  return { memory, plain, module, tracing };
}

/** @param {import('../../../js/sinks/memory-sink.js').MemorySink} memory */
const messages = (memory) => memory.records.map(({ message }) => message);

test('an error brings the entries that the filter held back, marked and in order', async () => {
  const { memory, plain, tracing } = await start();
  const log = tracing.logger('app');
  log.debug('one', { rows: 1 });
  log.info('two');
  log.trace('three');
  expect(messages(memory)).toEqual(['two']);
  log.error('failed');
  expect(memory.records.map(({ message, properties }) => [message, properties])).toEqual([
    ['two', {}],
    ['one', { rows: 1, backtrace: true }],
    ['three', { backtrace: true }],
    ['failed', {}],
  ]);
  expect(messages(plain)).toEqual(['two', 'failed']);
  log.error('again');
  expect(messages(memory).slice(4)).toEqual(['again']);
});

test('entries of C++ are kept, too', async () => {
  const { memory, plain, module, tracing } = await start({ level: 'debug' });
  module.test.log(callSite({ level: 6 }), 1, 'trace', undefined);
  module.test.log(callSite({ level: 5 }), 2, 'debug', { a: '1' });
  tracing.logger('app').error('failed');
  expect(messages(memory)).toEqual(['debug', 'failed']);
  expect(memory.records[0]).toMatchObject({ target: 'engine::sql', properties: { a: '1', backtrace: true } });
  expect(messages(plain)).toEqual(['failed']);
  expect(tracing.getFilter()).toBe('info');
});

test('the filter goes on deciding what the other sinks get, also of another tracing', async () => {
  const { plain, module, tracing } = await start();
  const other = memorySink();
  const second = await init({ module, level: 'info', sinks: [other] });
  tracing.setFilter('warn,engine::sql=debug');
  module.test.log(callSite({ level: 5 }), 1, 'debug', undefined);
  module.test.log(callSite({ level: 4, target: 'engine' }), 1, 'info', undefined);
  tracing.logger('app').info('info');
  expect(messages(plain)).toEqual(['debug']);
  expect(messages(other)).toEqual(['debug']);
  tracing.shutdown();
  const log = jest.fn();
  module.micromegasSetLogCallback(log);
  module.test.log(callSite({ level: 6 }), 1, 'trace', undefined);
  expect(log).not.toHaveBeenCalled(); // the module's calls are cheap again
  second.shutdown();
});

test('only the last are kept, down to a level, and another level brings them', async () => {
  const { memory, tracing } = await start({ size: 2, level: 'debug', trigger: 'warn' });
  const log = tracing.logger('app');
  const never = jest.fn(() => 'trace');
  for (let i = 0; i < 9; ++i) log.debug(`${i}`);
  log.trace(never);
  expect(never).not.toHaveBeenCalled();
  expect(log.isEnabled('debug')).toBe(true);
  expect(log.isEnabled('trace')).toBe(false);
  log.warn('warned');
  expect(messages(memory)).toEqual(['7', '8', 'warned']);
});

test('after shutdown nothing is kept', async () => {
  const { memory, tracing } = await start();
  const message = jest.fn(() => 'late');
  tracing.shutdown();
  tracing.logger('app').debug(message);
  tracing.logger('app').error('error');
  expect(message).not.toHaveBeenCalled();
  expect(messages(memory)).toEqual([]);
});

test('a sink that throws at an old record gets the error all the same', async () => {
  /** @type {string[]} */
  const got = [];
  const tracing = await init({
    module: fakeModule(),
    sinks: [
      withBacktrace(({ message }) => {
        got.push(message);
        if (message === 'old') throw new Error('no');
      }),
      memorySink(),
    ],
  });
  tracing.logger('app').debug('old');
  tracing.logger('app').error('failed');
  expect(got).toEqual(['old', 'failed']);
  expect(tracing.counts[0]?.lost.refused).toBe(1);
});

test('a wrapper inside changes old records, too', async () => {
  const memory = memorySink();
  const tracing = await init({ module: fakeModule(), sinks: [withBacktrace(withRedaction(memory))] });
  tracing.logger('app').debug('login', { password: 'abc' });
  tracing.logger('app').error('failed');
  expect(memory.records[0]?.properties).toEqual({ password: '[redacted]', backtrace: true });
});

describe('refuses', () => {
  const sink = () => {};
  test.each([
    [
      () => withFilter(withBacktrace(sink), 'warn'),
      'withFilter: the sink is one of withBacktrace; allowed is withBacktrace around withFilter',
    ],
    [
      () => tee(sink, withBacktrace(sink)),
      'tee: the sink is one of withBacktrace; allowed is withBacktrace around tee',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message);
  });
});
