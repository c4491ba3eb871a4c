/** Loggers of libraries, which have no `Tracing`. */

import { afterEach, expect, jest, test } from '@jest/globals';

import { getLogger, init, memorySink } from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

/** @import { InitOptions } from '../../../js/options.js' */
/** @import { MemorySink } from '../../../js/sinks/memory-sink.js' */
/** @import { Tracing } from '../../../js/tracing.js' */

/** @type {Tracing[]} */
const running = [];

/** @param {InitOptions} [options] */
async function start(options) {
  const memory = memorySink();
  const tracing = await init({ module: fakeModule(), sinks: [memory], ...options });
  running.push(tracing);
  return { memory, tracing };
}

afterEach(() => {
  for (const tracing of running.splice(0)) tracing.shutdown();
});

/** @param {MemorySink} memory */
const messages = (memory) => memory.records.map(({ message }) => message);

test('an entry from before init is lost, and its functions are not called', async () => {
  const log = getLogger('lib');
  const message = jest.fn(() => 'early');
  log.fatal(message);
  expect(log.isEnabled('fatal')).toBe(false);
  const { memory } = await start();
  log.info('late', { rows: 1 });
  expect(message).not.toHaveBeenCalled();
  expect(memory.records).toMatchObject([
    { level: 'info', target: 'lib', message: 'late', properties: { rows: 1 }, module: null },
  ]);
});

test('the application’s filter decides, also when it changes', async () => {
  const log = getLogger('lib');
  const { memory, tracing } = await start({ filter: 'info,lib=error' });
  log.warn('no');
  tracing.setFilter('warn,lib=debug');
  log.debug('yes');
  expect(messages(memory)).toEqual(['yes']);
});

test('children and bound properties work as those of a tracing', async () => {
  const log = getLogger('lib').child('cache', { size: 1 }).with({ user: 'ada' });
  const { memory } = await start({ filter: 'off,lib.cache=info' });
  log.info('full');
  expect(memory.records).toMatchObject([
    { target: 'lib.cache', message: 'full', properties: { size: 1, user: 'ada' } },
  ]);
});

test('after shutdown nothing arrives, and a later init takes over', async () => {
  const log = getLogger('lib');
  const first = await start({ now: () => 1 });
  first.tracing.shutdown();
  log.info('between');
  const second = await start({ now: () => 2 });
  log.info('second');
  expect(messages(first.memory)).toEqual([]);
  expect(second.memory.records).toMatchObject([{ message: 'second', time: 2 }]);
});

test('each of several tracings gets what its own filter lets through', async () => {
  const log = getLogger('lib');
  const one = await start({ level: 'warn' });
  const two = await start({ level: 'debug' });
  log.debug('detail');
  log.error('problem');
  expect(messages(one.memory)).toEqual(['problem']);
  expect(messages(two.memory)).toEqual(['detail', 'problem']);
});

test('a second copy of the package meets the first', async () => {
  const log = getLogger('lib');
  /** @type {typeof import('../../../js/index.js')} */
  let other = await import('../../../js/index.js');
  await jest.isolateModulesAsync(async () => {
    other = await import('../../../js/index.js');
  });
  expect(other.getLogger).not.toBe(getLogger);
  const { memory } = await start();
  other.getLogger('lib').info('of the other');
  log.info('of this one');
  expect(messages(memory)).toEqual(['of the other', 'of this one']);
});

test('a full stack is counted where the tracing runs', async () => {
  const log = getLogger('lib');
  const { memory } = await start();
  const recurse = () => {
    log.info('deep');
    recurse();
  };
  expect(recurse).toThrow(RangeError);
  log.info('after');
  expect(messages(memory)).toContain('after');
});
