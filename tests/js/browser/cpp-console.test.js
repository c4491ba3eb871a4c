/** The console of real Chromium for a C++ program that calls init_telemetry(), without any JavaScript set-up. */

import { expect, jest, test } from '@jest/globals';

import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

jest.setTimeout(60_000);

const running = chromiumAndServer(startServer);

test('all six levels, in order, by the right methods, under a policy without unsafe-eval', async () => {
  const page = await running.browser.newPage();
  const messages = /** @type {string[][]} */ ([]);
  page.on('console', (message) =>
    messages.push([message.type(), message.text().replace(/:\d+\)/, ':LINE)')]),
  );
  page.on('pageerror', (error) => messages.push(['uncaught', error.message]));
  await page.goto(`${running.server.origin}/tests/js/browser/page/blank.html`);

  await page.evaluate(async () => {
    const path = '/build/browser/tests/js/probe/probe.mjs';
    const probe = await (await import(path)).default();
    probe.initTelemetry();
    probe.logAllLevels();
    probe.logWithProperties();
  });
  await page.close();

  const place = '(tests/js/probe/wasm/probe.cpp:LINE)';
  expect(messages).toEqual([
    ['error', `[probe] fatal message ${place}`],
    ['error', `[probe] error message ${place}`],
    ['warning', `[probe] warn message ${place}`],
    ['info', `[probe] info message ${place}`],
    ['debug', `[probe] debug message ${place}`],
    ['debug', `[probe] trace message ${place}`],
    ['warning', expect.stringMatching(/^\[probe\] slow query 12 ms .* \{.*table: airports.*\}$/)],
  ]);
});
