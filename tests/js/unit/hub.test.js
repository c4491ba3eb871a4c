import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { tellDeveloper } from '../../../js/delivery/hub.js';
import { init, memorySink } from '../../../js/index.js';
import { metaRecord } from '../../../js/delivery/meta.js';
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

/** @param {import('../../../js/index.js').MemorySink} memory */
const reports = (memory) => memory.records.filter(({ target }) => target === 'micromegas.meta');

/** @param {import('../../../js/index.js').MemorySink} memory */
const messages = (memory) =>
  memory.records.filter(({ target }) => target !== 'micromegas.meta').map(({ message }) => message);

const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

test('a sink that throws is reported once to the others, and the caller does not notice', async () => {
  const memory = memorySink();
  const error = new Error('disk full');
  const bad = () => {
    throw error;
  };
  const tracing = await init({ module, sinks: [bad, memory, bad] });
  for (let i = 0; i < 3; ++i) tracing.logger('app').info('from JavaScript');
  expect(() => module.test.log(callSite(), 0, 'from C++', undefined)).not.toThrow();
  expect(messages(memory)).toHaveLength(4);
  expect(reports(memory)).toMatchObject([
    {
      level: 'error',
      message: 'sink 0 (bad) failed; this is reported once',
      properties: { error },
    },
    {
      level: 'error',
      message: 'sink 2 (bad) failed; this is reported once',
      properties: { error },
    },
  ]);
  expect(consoleError).not.toHaveBeenCalled();
});

test('if no other sink is left, the report goes to the console', async () => {
  const error = new Error('disk full');
  const bad = () => {
    throw error;
  };
  const tracing = await init({ module, sinks: [bad, bad] });
  for (let i = 0; i < 3; ++i) tracing.logger('app').info('hello');
  expect(consoleError.mock.calls).toEqual([
    ['micromegas-tracing: sink 0 (bad) failed; this is reported once', error],
    ['micromegas-tracing: sink 1 (bad) failed; this is reported once', error],
  ]);
});

test('a sink that fails only for a report is reported too, and that ends there', async () => {
  const memory = memorySink();
  const badOnReport = (/** @type {import('../../../js/index.js').LogRecord} */ { target }) => {
    if (target === 'micromegas.meta') throw new Error('cannot report');
  };
  const bad = () => {
    throw new Error('disk full');
  };
  const tracing = await init({ module, sinks: [bad, badOnReport, memory] });
  tracing.logger('app').info('hello');
  expect(reports(memory).map(({ message }) => message.split(';')[0])).toEqual([
    'sink 0 (bad) failed',
    'sink 1 (badOnReport) failed',
  ]);
});

test('a filter does not hide that a sink failed', async () => {
  const memory = memorySink();
  const bad = () => {
    throw new Error('disk full');
  };
  const tracing = await init({ module, sinks: [bad, memory], filter: 'off,app=info' });
  tracing.logger('app').info('hello');
  expect(reports(memory)).toHaveLength(1);
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
  await nextTurn();
  expect(consoleError.mock.calls).toEqual([
    ['micromegas-tracing: sink 0 failed; this is reported once', error],
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

test('entries that a sink logs from inside itself are dropped, for all sinks', async () => {
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
  expect(messages(memory)).toEqual(['one', 'two']);
});

describe('a sink that blocks', () => {
  let now = 1000;
  /** @type {ReturnType<typeof memorySink>} */
  let memory;

  beforeEach(() => {
    memory = memorySink();
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  test('is reported, once', async () => {
    const slow = () => void (now += 80);
    const tracing = await init({ module, sinks: [memory, slow] });
    for (let i = 0; i < 100; ++i) tracing.logger('app').info('hello');
    expect(reports(memory)).toMatchObject([
      {
        level: 'warn',
        message: 'sink 1 (slow) is slow: a record took 80 ms; this is reported once',
        properties: { milliseconds: 80 },
      },
    ]);
  });

  test('from some time on is noticed within 64 records and one', async () => {
    let cost = 0;
    const tracing = await init({ module, sinks: [memory, () => void (now += cost)] });
    for (let i = 0; i < 80; ++i) tracing.logger('app').info('hello');
    expect(reports(memory)).toEqual([]);
    cost = 51;
    for (let i = 0; i < 65; ++i) tracing.logger('app').info('hello');
    expect(reports(memory)).toHaveLength(1);
  });

  test('is none where the wall clock is set', async () => {
    jest.mocked(performance.now).mockImplementation(() => 1000);
    const tracing = await init({ module, sinks: [memory, () => void (now += 3_600_000)] });
    for (let i = 0; i < 300; ++i) tracing.logger('app').info('hello');
    expect(reports(memory)).toEqual([]);
  });
});

test('nothing waits for an asynchronous sink, and it gets no more records than it can handle', async () => {
  const memory = memorySink({ capacity: 5000 });
  /** @type {(() => void)[]} */
  const finish = [];
  const slow = jest.fn(() => new Promise((resolve) => finish.push(() => resolve(undefined))));
  const tracing = await init({ module, sinks: [/** @type {any} */ (slow), memory] });
  for (let i = 0; i < 1005; ++i) tracing.logger('app').info('hello');
  expect(slow).toHaveBeenCalledTimes(1000);
  expect(messages(memory)).toHaveLength(1005);
  for (const done of finish.splice(0)) done();
  await nextTurn();
  tracing.logger('app').info('taken again');
  expect(slow).toHaveBeenCalledTimes(1001);
  expect(reports(memory)).toMatchObject([
    {
      level: 'warn',
      message:
        'sink 0 (mockConstructor) is slow: 1000 records wait for it, more are dropped; this is reported once',
    },
  ]);
});

test('flush waits for the promises of sinks and for their own flush, and never rejects', async () => {
  /** @type {(() => void)[]} */
  const finish = [];
  const slow = () => new Promise((resolve) => finish.push(() => resolve(undefined)));
  const bad = Object.assign(() => {}, { flush: () => Promise.reject(new Error('offline')) });
  const tracing = await init({ module, sinks: [/** @type {any} */ (slow), bad] });
  tracing.logger('app').info('hello');
  let flushed = false;
  const flush = tracing.flush().then(() => (flushed = true));
  await nextTurn();
  expect(flushed).toBe(false);
  for (const done of finish) done();
  await flush;
  expect(flushed).toBe(true);
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

test('a report that no sink takes is printed, also if printing a value of it throws', () => {
  let text = '';
  const stream = new Writable({ write: (chunk, _, done) => void ((text += chunk), done()) });
  consoleError.mockImplementation((...args) => new Console(stream).error(...args));
  const hostile = {
    toString() {
      throw new Error('no text');
    },
    [inspect.custom]() {
      throw new Error('not shown');
    },
  };
  tellDeveloper(metaRecord('error', 'a sink failed', { error: hostile }));
  expect(text).toBe('micromegas-tracing: a sink failed [object Object]\n');
});

test('a sink whose start and close throw is reported to the others, and does not stop them', async () => {
  const memory = memorySink();
  const fail = (/** @type {string} */ name) => () => {
    throw new Error(`${name} failed`);
  };
  const close = jest.fn();
  const bad = Object.assign(() => {}, { start: fail('start'), close: fail('close') });
  const tracing = await init({ module, sinks: [bad, memory, Object.assign(() => {}, { close })] });
  tracing.logger('app').info('hello');
  tracing.shutdown();
  expect(messages(memory)).toEqual(['hello']);
  expect(reports(memory).map(({ properties }) => `${properties?.error}`)).toEqual(['Error: start failed']);
  expect(close).toHaveBeenCalledTimes(1);
});
