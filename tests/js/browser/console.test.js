/** The console of real Chromium. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

const PAGES = '/tests/js/browser/page';

jest.setTimeout(60_000);

const running = chromiumAndServer(startServer);

/** @type {import('playwright-core').Page} */
let page;
/** @type {{ method: string, text: string }[]} */
let messages;

beforeEach(async () => {
  messages = [];
  page = await running.browser.newPage();
  page.on('console', (message) => messages.push({ method: message.type(), text: message.text() }));
  page.on('pageerror', (error) => messages.push({ method: 'uncaught', text: error.message }));
});

afterEach(() => page.close());

/** @param {string} text the part between the format string and the properties */
const withoutStyles = (text) => text.replaceAll('%c', '').replaceAll('%%', '%');

test('the pages of these tests really forbid eval', async () => {
  await page.goto(`${running.server.origin}${PAGES}/eval.html`);
  await page.waitForSelector('body[data-done]', { state: 'attached' });
  expect(await page.textContent('body')).toBe('EvalError');
});

test('a plain page: all six levels by their methods, with colours', async () => {
  await page.goto(`${running.server.origin}${PAGES}/index.html`);
  await page.waitForSelector('body[data-done]', { state: 'attached' });
  expect(messages.map(({ method }) => method)).toEqual([
    'error',
    'error',
    'warning',
    'info',
    'debug',
    'debug',
  ]);
  expect(messages.map(({ text }) => withoutStyles(text))).toEqual([
    expect.stringMatching(/^FATAL \[app\.ui\] fatal background:/),
    expect.stringMatching(/^\[app\.ui\] error color:/),
    expect.stringMatching(/^\[app\.ui\] warn color:/),
    expect.stringMatching(/^\[app\.ui\] info color:.* \{button: ok\}$/),
    expect.stringMatching(/^\[app\.ui\] debug 100% color:/),
    expect.stringMatching(/^TRACE \[app\.ui\] trace color:/),
  ]);
});

describe('a page with a module of its own', () => {
  beforeEach(async () => {
    await page.goto(`${running.server.origin}${PAGES}/blank.html`);
  });

  test('C++ and JavaScript at all six levels, in order', async () => {
    await page.evaluate(async () => {
      const { consoleSink, init, levels } = await import('micromegas-tracing');
      const { default: createProbe } = await import(/** @type {any} */ ('probe'));
      const module = await createProbe();
      const tracing = await init({ module, level: 'trace', sinks: [consoleSink({ colors: false })] });
      const log = tracing.logger('app.ui');
      levels.forEach((level, index) => {
        module.logInterop(index + 1, 'engine::sql', `${level} of C++`, 'engine/sql.cpp', 42, {});
        log[level](`${level} of JavaScript`);
      });
    });
    expect(messages).toEqual([
      {
        method: 'error',
        text: expect.stringMatching(
          /^FATAL \[engine::sql\] fatal of C\+\+ \(engine\/sql\.cpp:42\) \{stack: Error\n +at /,
        ),
      },
      { method: 'error', text: 'FATAL [app.ui] fatal of JavaScript' },
      { method: 'error', text: '[engine::sql] error of C++ (engine/sql.cpp:42)' },
      { method: 'error', text: '[app.ui] error of JavaScript' },
      { method: 'warning', text: '[engine::sql] warn of C++ (engine/sql.cpp:42)' },
      { method: 'warning', text: '[app.ui] warn of JavaScript' },
      { method: 'info', text: '[engine::sql] info of C++ (engine/sql.cpp:42)' },
      { method: 'info', text: '[app.ui] info of JavaScript' },
      { method: 'debug', text: '[engine::sql] debug of C++ (engine/sql.cpp:42)' },
      { method: 'debug', text: '[app.ui] debug of JavaScript' },
      { method: 'debug', text: 'TRACE [engine::sql] trace of C++ (engine/sql.cpp:42)' },
      { method: 'debug', text: 'TRACE [app.ui] trace of JavaScript' },
    ]);
  });

  test('the filter changes while the page runs, for both sides', async () => {
    await page.evaluate(async () => {
      const { consoleSink, init } = await import('micromegas-tracing');
      const { default: createProbe } = await import(/** @type {any} */ ('probe'));
      const module = await createProbe();
      const tracing = await init({ module, sinks: [consoleSink({ colors: false })] });
      const log = tracing.logger('app.ui');
      /** @param {string} message */
      const both = (message) => {
        module.logInterop(5, 'engine::sql', message, '', 0, {});
        log.debug(message);
      };
      both('dropped at first');
      tracing.setFilter('info,engine::sql=debug');
      both('from C++ only');
      tracing.setFilter('debug');
      both('from both');
      tracing.shutdown();
      both('dropped in the end');
    });
    expect(messages.map(({ text }) => text)).toEqual([
      '[engine::sql] from C++ only',
      '[engine::sql] from both',
      '[app.ui] from both',
    ]);
  });

  test('Unicode, percent signs and properties arrive as they are', async () => {
    await page.evaluate(async () => {
      const { consoleSink, init } = await import('micromegas-tracing');
      const { default: createProbe } = await import(/** @type {any} */ ('probe'));
      const module = await createProbe();
      await init({ module, sinks: [consoleSink({ colors: false })] });
      module.logInterop(4, 'engine', 'grüße 你好 🎈 100% %d', '', 0, {});
      module.logInterop(4, 'engine', 'with properties', '', 0, { rows: '406', zone: 'é' });
    });
    expect(messages).toEqual([
      { method: 'info', text: '[engine] grüße 你好 🎈 100% %d' },
      { method: 'info', text: '[engine] with properties {rows: 406, zone: é}' },
    ]);
  });

  test('in a worker', async () => {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const worker = new Worker('worker.js', { type: 'module' });
          worker.onmessage = resolve;
        }),
    );
    expect(messages).toEqual([{ method: 'warning', text: '[app.worker] hello from a worker' }]);
  });
});
