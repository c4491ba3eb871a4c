import { beforeEach, expect, jest, test } from '@jest/globals';

import * as everything from '../../../js/index.js';
import { fakeModule } from './fake-module.js';

/** @type {import('@jest/globals').jest.Mock<(core?: WebAssembly.Module, wasmUrl?: string | URL) => Promise<object>>} */
const createCore = jest.fn();
jest.unstable_mockModule('../../../js/core/external-core.js', () => ({ createCore }));
const external = await import('../../../js/external.js');

beforeEach(() => {
  createCore.mockReset();
});

test('has the exports of the main entry', () => {
  expect(Object.keys(external).sort()).toEqual(Object.keys(everything).sort());
});

test.each(['/assets/core.wasm', new URL('https://example.org/core.wasm'), undefined])(
  'loads its core from %s',
  async (wasmUrl) => {
    createCore.mockRejectedValueOnce(new Error('HTTP status 404'));
    const options = { sinks: [], ...(wasmUrl && { wasmUrl }) };
    await expect(external.init(options)).rejects.toThrow('could not be loaded: HTTP status 404');
    expect(createCore).toHaveBeenCalledWith(undefined, wasmUrl);
  },
);

test('does not load it where the user brings a module', async () => {
  await external.init({ module: fakeModule(), sinks: [] });
  expect(createCore).not.toHaveBeenCalled();
});

test('refuses an invalid address, and an unknown option', async () => {
  await expect(external.init(/** @type {any} */ ({ wasmUrl: 7 }))).rejects.toThrow(
    new TypeError('init: option "wasmUrl" is 7; allowed are a string that is not empty and a URL'),
  );
  await expect(external.init(/** @type {any} */ ({ wasmURL: '' }))).rejects.toThrow(
    'init: option "wasmURL" is not known; allowed are module, core, name, level, filter, sinks, properties, filterOverride, now, signal, wasmUrl',
  );
});
