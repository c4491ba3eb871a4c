// What OpenTelemetry's own SDK makes of it: tests/packages/opentelemetry.
import { expect, test } from '@jest/globals';

import { openTelemetrySink } from '../../../js/opentelemetry.js';

test.each([undefined, null, {}, 'provider'])('%p is refused as a provider', (provider) => {
  expect(() => openTelemetrySink(/** @type {any} */ (provider))).toThrow(
    /^openTelemetrySink: the provider is .*; allowed is a LoggerProvider of OpenTelemetry$/,
  );
});

test('flush waits for the provider, at most as long as it is told to', async () => {
  let flushes = 0;
  const getLogger = () => ({ emit() {} });
  await openTelemetrySink({ getLogger }).flush();
  await openTelemetrySink({ getLogger, forceFlush: async () => ++flushes }).flush();
  await openTelemetrySink({ getLogger, forceFlush: () => new Promise(() => {}) }).flush(1);
  expect(flushes).toBe(1);
});
