// The package's own core, which has hand-written glue instead of embind's.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { init } from 'micromegas-tracing';

afterEach(() => {
  jest.restoreAllMocks();
});

test('one that cannot be instantiated makes init fail, and is tried again by the next', async () => {
  const cause = new Error('blocked by the content security policy');
  const instantiate = jest.spyOn(WebAssembly, 'instantiate').mockRejectedValueOnce(cause);
  await expect(init({ sinks: [] })).rejects.toMatchObject({ cause });
  (await init({ sinks: [] })).shutdown();
  expect(instantiate).toHaveBeenCalledTimes(2);
});

/** @param {number} size of a filter */
const refusedAtOnce = (size) => `,${'x'.repeat(size)}`;

describe('once it is there', () => {
  /** @type {import('micromegas-tracing').Tracing} */
  let tracing;

  beforeEach(async () => {
    tracing = await init({ sinks: [], filter: 'info' });
  });
  afterEach(() => {
    tracing.shutdown();
  });

  test.each([
    ['Unicode', 'grüße::你好::🎈'],
    ['an embedded NUL', 'before\0after'],
    ['1 MiB', 'é'.repeat(512 * 1024)],
  ])('text to C++ and back: %s', (_, target) => {
    tracing.setFilter(`warn,${target}=debug`);
    expect(tracing.getFilter() === `warn,${target}=debug`).toBe(true); // an assertion that does not print 1 MiB
    expect(tracing.logger(target).isEnabled('debug')).toBe(true);
    expect(tracing.logger('other').isEnabled('info')).toBe(false);
  });

  test('names the values that C++ refuses', () => {
    expect(() => tracing.setFilter('info,a=löud')).toThrow(
      'setFilter: filter entry 2 "a=löud": "löud" is not a level; allowed are off, fatal, error, warn, info, debug, trace',
    );
    expect(tracing.getFilter()).toBe('info');
  });

  test('a guard around it passes results and exceptions on', () => {
    expect(tracing.guard((/** @type {number} */ n) => n + 1)(1)).toBe(2);
    const error = new Error('of JavaScript');
    expect(() =>
      tracing.guard(() => {
        throw error;
      })(),
    ).toThrow(error);
  });

  test('text that memory has to grow for', () => {
    const grow = jest.spyOn(WebAssembly.Memory.prototype, 'grow');
    expect(() => tracing.setFilter(refusedAtOnce(20 << 20))).toThrow('setFilter: filter entry 1 "" is empty');
    expect(grow).toHaveBeenCalled();
    tracing.setFilter('warn,grüße=debug');
    expect(tracing.getFilter()).toBe('warn,grüße=debug');
    expect(tracing.logger('grüße').isEnabled('debug')).toBe(true);
  });

  test('a lack of memory is an error, and abort() tells the guard so', () => {
    jest.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no more');
    });
    const failures = [];
    // Halved until the text has room, but not C++'s copy of it.
    for (let size = 128 << 20; size >= 1 && failures.at(-1)?.name !== 'ModuleFailure'; size /= 2) {
      try {
        tracing.guard(() => tracing.setFilter(refusedAtOnce(size)))();
      } catch (error) {
        failures.push(/** @type {Error} */ (error));
      }
    }
    expect(failures[0]?.message).toBe('micromegas: WebAssembly has no more memory');
    expect(failures.at(-1)?.message).toBe('Aborted()');
  });
});
