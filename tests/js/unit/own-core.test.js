import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { fakeModule } from './fake-module.js';

/** @type {import('@jest/globals').jest.Mock<(compiled?: WebAssembly.Module) => Promise<object>>} */
const createCore = jest.fn(async () => fakeModule());
for (const name of ['embedded-core', 'imported-core']) {
  jest.unstable_mockModule(`../../../js/core/${name}.js`, () => ({ createCore }));
}
const entries = [
  ['the main entry', await import('../../../js/index.js')],
  ['static', await import('../../../js/static.js')],
  ['workerd', await import('../../../js/workerd.js')],
];

test('the entries have the same names', () => {
  const [main, ...others] = entries.map(([, entry]) => Object.keys(entry ?? {}).sort());
  for (const names of others) expect(names).toEqual(main);
});

/** The smallest that there is. */
const compiled = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));

afterEach(() => {
  createCore.mockClear();
});

describe.each(/** @type {[string, typeof import('../../../js/index.js')][]} */ (entries))(
  '%s',
  (_, { init }) => {
    test('does not load it where the user brings a module', async () => {
      await init({ module: fakeModule(), sinks: [] });
      expect(createCore).not.toHaveBeenCalled();
    });

    test('says why it cannot be loaded, and tries again', async () => {
      const cause = new Error("blocked by 'script-src'");
      createCore.mockRejectedValueOnce(cause);
      await expect(init({ sinks: [] })).rejects.toMatchObject({
        message: `init: the package's own WebAssembly core could not be loaded: ${cause.message}`,
        cause,
      });
      await expect(init({ sinks: [] })).resolves.toBeDefined();
    });

    test.each([
      ['', compiled],
      [', by a promise', Promise.resolve(compiled)],
    ])('makes it of a module that was compiled elsewhere%s', async (_, core) => {
      await init({ core, sinks: [] });
      expect(createCore.mock.calls).toEqual([[compiled]]);
    });

    test('has an instance for each init', async () => {
      const [one, other] = await Promise.all([
        init({ sinks: [], level: 'debug' }),
        init({ sinks: [], level: 'warn' }),
      ]);
      expect(createCore.mock.calls).toEqual([[undefined], [undefined]]);
      expect([one.getFilter(), other.getFilter()]).toEqual(['debug', 'warn']);
    });
  },
);
