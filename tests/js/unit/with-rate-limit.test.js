import { describe, expect, test } from '@jest/globals';

import { init, memorySink, withRateLimit } from '../../../js/index.js';
import { fakeClock } from '../../../js/testing/index.js';
import { fakeModule } from './fake-module.js';
import { record } from './record.js';

/** @import { LogRecord } from '../../../js/index.js' */

const error = new Error('offline');

/** @param {import('../../../js/index.js').MemorySink} memory */
const messages = (memory) => memory.records.map(({ message }) => message);

describe('withRateLimit', () => {
  test('lets a burst and then the rate through, and counts the rest', async () => {
    const clock = fakeClock();
    const memory = memorySink();
    const sink = withRateLimit(memory, { perSecond: 2, burst: 3, clock });
    for (const message of 'abcdef') sink(record({ message }));
    expect(messages(memory)).toEqual(['a', 'b', 'c']);
    await clock.advance(500);
    for (const message of 'gh') sink(record({ message }));
    expect(messages(memory).slice(3)).toEqual(['3 records were held back by the rate limit', 'g']);
    expect(memory.records[3]).toMatchObject({ target: 'micromegas.meta', properties: { held: 3 } });
    await clock.advance(60_000);
    memory.clear();
    for (const message of 'ijklm') sink(record({ message }));
    expect(messages(memory).slice(1)).toEqual(['i', 'j', 'k']);
  });

  test('a rejection is not lost, also that of the count', async () => {
    const clock = fakeClock();
    const sink = withRateLimit(
      async ({ target }) => {
        if (target === 'micromegas.meta') throw new Error('offline');
      },
      { perSecond: 1, clock },
    );
    await sink(record());
    expect(sink(record())).toBeUndefined();
    await clock.advance(1000);
    await expect(sink(record())).rejects.toThrow('offline');
  });

  test('a clock that is set back neither adds nor removes allowance', () => {
    let now = 10_000;
    const clock = { ...fakeClock(), now: () => now };
    const memory = memorySink();
    const sink = withRateLimit(memory, { perSecond: 1, clock });
    sink(record());
    now = 0;
    sink(record());
    now = 1000;
    sink(record());
    expect(memory.records.filter(({ target }) => target !== 'micromegas.meta')).toHaveLength(2);
  });

  test.each([
    [{}, 'withRateLimit: option "perSecond" is undefined; allowed is a finite number above 0'],
    [{ perSecond: Infinity }, 'option "perSecond" is Infinity; allowed is a finite number above 0'],
    [{ perSecond: 1, burst: 0.5 }, 'option "burst" is 0.5; allowed is a finite number from 1'],
    [{ perSecond: 1, clock: {} }, /^withRateLimit: option "clock" is an object; allowed is an object with/],
  ])('refuses %j', (options, message) => {
    expect(() => withRateLimit(() => {}, /** @type {any} */ (options))).toThrow(message);
  });

  describe('tells the rest of the count', () => {
    /** @param {Partial<import('../../../js/index.js').Life>} [life] */
    async function holdSeven(life) {
      const memory = memorySink();
      const inner = Object.assign((/** @type {LogRecord} */ one) => memory(one), life);
      const sink = withRateLimit(inner, { perSecond: 3, clock: fakeClock() });
      const tracing = await init({ module: fakeModule(), sinks: [sink] });
      for (let i = 0; i < 10; ++i) tracing.logger('app').info(`${i}`);
      expect(memory.records).toHaveLength(3);
      const told = () => memory.records.slice(3).map(({ properties }) => properties);
      return { told, tracing };
    }

    test('at a flush, before the wrapped sink is flushed, and not again at the end', async () => {
      let toldBefore = 0;
      const { told, tracing } = await holdSeven({ flush: async () => void (toldBefore = told().length) });
      await tracing.flush();
      expect(toldBefore).toBe(1);
      tracing.shutdown();
      expect(told()).toEqual([{ held: 7 }]);
    });

    test('at the end, before the wrapped sink is closed', async () => {
      let toldBefore = 0;
      const { told, tracing } = await holdSeven({ close: () => void (toldBefore = told().length) });
      tracing.shutdown();
      expect(toldBefore).toBe(1);
      expect(told()).toEqual([{ held: 7 }]);
    });

    test('where the wrapped sink refuses it: it is closed all the same, and no rejection is unhandled', async () => {
      for (const fail of [
        () => Promise.reject(error),
        () => {
          throw error;
        },
      ]) {
        let closed = 0;
        const inner = Object.assign(
          (/** @type {LogRecord} */ { target }) => (target === 'micromegas.meta' ? fail() : undefined),
          { flush: () => new Promise((resolve) => setTimeout(resolve, 5)), close: () => void ++closed },
        );
        const sink = withRateLimit(inner, { perSecond: 1, clock: fakeClock() });
        for (let i = 0; i < 2; ++i) sink(record());
        await expect(sink.flush()).rejects.toBe(error);
        sink(record());
        try {
          sink.close();
        } catch (thrown) {
          expect(thrown).toBe(error);
        }
        expect(closed).toBe(1);
      }
    });
  });
});
