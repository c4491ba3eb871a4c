import { expect, jest, test } from '@jest/globals';

import { fakeModule } from './fake-module.js';

const core = fakeModule();
const createCore = jest.fn(async () => core);
jest.unstable_mockModule('../../../js/core/embedded-core.js', () => ({ default: createCore }));
const { init } = await import('../../../js/index.js');

test('is not loaded by who brings a module', async () => {
  await init({ module: fakeModule(), sinks: [] });
  expect(createCore).not.toHaveBeenCalled();
});

test('that cannot be loaded says why, and may be tried again', async () => {
  const cause = new Error("blocked by 'script-src'");
  createCore.mockRejectedValueOnce(cause);
  await expect(init({ sinks: [] })).rejects.toMatchObject({
    message: `init: the package's own WebAssembly core could not be loaded: ${cause.message}`,
    cause,
  });
  createCore.mockClear();
  const tracing = await init({ sinks: [] });
  tracing.shutdown();
  await init({ sinks: [] });
  expect(createCore).toHaveBeenCalledTimes(1);
});
