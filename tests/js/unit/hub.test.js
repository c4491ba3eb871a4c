import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {import('./fake-module.js').FakeModule} */
let module;
/** @type {jest.SpiedFunction<typeof console.error>} */
let consoleError;

beforeEach(() => {
  module = fakeModule();
  consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('sinks are called in order', async () => {
  /** @type {string[]} */
  const order = [];
  const tracing = await init({ module, sinks: [() => void order.push('a'), () => void order.push('b')] });
  tracing.logger('app').info('hello');
  expect(order).toEqual(['a', 'b']);
});

test('a sink that throws is reported once, and the others and the caller do not notice', async () => {
  const memory = memorySink();
  const error = new Error('disk full');
  const bad = () => {
    throw error;
  };
  const tracing = await init({ module, sinks: [bad, memory, bad] });
  for (let i = 0; i < 3; ++i) tracing.logger('app').info('from JavaScript');
  expect(() => module.test.log(callSite(), 0, 'from C++', undefined)).not.toThrow();
  expect(memory.records).toHaveLength(4);
  expect(consoleError.mock.calls).toEqual([
    ['micromegas-tracing: sink 0 failed, and its later failures will not be reported:', error],
    ['micromegas-tracing: sink 2 failed, and its later failures will not be reported:', error],
  ]);
});

test('a sink that throws nothing sensible is reported too', async () => {
  const bad = () => {
    throw undefined;
  };
  const tracing = await init({ module, sinks: [bad] });
  tracing.logger('app').info('hello');
  expect(consoleError).toHaveBeenCalledTimes(1);
});

test('a sink whose promise rejects is reported once', async () => {
  const error = new Error('offline');
  const tracing = await init({ module, sinks: [() => Promise.reject(error)] });
  tracing.logger('app').info('one');
  tracing.logger('app').info('two');
  await new Promise((resolve) => setTimeout(resolve));
  expect(consoleError.mock.calls).toEqual([
    ['micromegas-tracing: sink 0 failed, and its later failures will not be reported:', error],
  ]);
});

test('even a console that throws does not reach the caller', async () => {
  consoleError.mockImplementation(() => {
    throw new Error('no console');
  });
  const bad = () => {
    throw new Error('disk full');
  };
  const tracing = await init({ module, sinks: [bad] });
  expect(() => tracing.logger('app').info('hello')).not.toThrow();
});

test('what a sink logs from inside itself is dropped, for all sinks', async () => {
  const memory = memorySink();
  let calls = 0;
  const chatty = () => {
    if (++calls > 10) return; // or a failure would never end
    log.info('from the sink');
    module.test.log(callSite(), 0, 'from C++ called by the sink', undefined);
  };
  const tracing = await init({ module, sinks: [chatty, memory] });
  const log = tracing.logger('app');
  log.info('outer');
  log.info('and the next');
  expect(memory.records.map((record) => record.message)).toEqual(['outer', 'and the next']);
  expect(calls).toBe(2);
});

test('a sink that logs and throws does not leave tracing silent', async () => {
  const memory = memorySink();
  const tracing = await init({
    module,
    sinks: [
      () => {
        throw new Error('disk full');
      },
      memory,
    ],
  });
  tracing.logger('app').info('one');
  tracing.logger('app').info('two');
  expect(memory.records).toHaveLength(2);
});

test('a sink may shut tracing down', async () => {
  const memory = memorySink();
  const stop = () => tracing.shutdown();
  const tracing = /** @type {import('../../../js/index.js').Tracing} */ (
    await init({ module, sinks: [stop, memory] })
  );
  const log = tracing.logger('app');
  log.info('last');
  log.info('too late');
  expect(memory.records.map((record) => record.message)).toEqual(['last']);
});
