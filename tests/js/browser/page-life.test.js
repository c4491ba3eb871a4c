/** A page's errors, and the filter in its address, in real Chromium. */

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

jest.setTimeout(60_000);

/** @type {import('playwright-core').Page} */
let page;
/** @type {string[]} */
let messages;

const running = chromiumAndServer(startServer);

beforeEach(async () => {
  messages = [];
  page = await running.browser.newPage();
  page.on('console', (message) => messages.push(message.text()));
});

afterEach(() => page.close());

/** @param {string} [search] */
const open = (search = '') => page.goto(`${running.server.origin}/tests/js/browser/page/blank.html${search}`);

test('console, errors and rejections of a page become entries, until restored', async () => {
  await open();
  const records = await page.evaluate(async () => {
    const { captureConsole, init, memorySink } = await import('micromegas-tracing');
    const { createCore } = await import(/** @type {any} */ ('core'));
    const memory = memorySink();
    const tracing = await init({ module: createCore, level: 'trace', sinks: [memory] });
    const before = Object.getOwnPropertyDescriptor(console, 'log')?.value;
    const captured = captureConsole(tracing);
    console.log('%s to the %s', 'hello', 'console', { button: 'ok' });
    captured.console.log('straight');
    setTimeout(() => {
      throw new TypeError('nobody caught this');
    });
    void Promise.reject(new Error('nor that'));
    while (memory.records.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    captured.restore();
    if (console.log !== before) throw new Error('not restored');
    console.log('printed again');
    return memory.records.map(({ level, target, message, properties }) => {
      const error = /** @type {Error | undefined} */ (properties['error']);
      return { level, target, message, error: error?.name, button: properties['button'] };
    });
  });
  expect(records).toEqual(
    expect.arrayContaining([
      { level: 'info', target: 'console', message: 'hello to the console', button: 'ok' },
      { level: 'error', target: 'uncaught', message: 'nobody caught this', error: 'TypeError' },
      { level: 'error', target: 'uncaught', message: 'unhandled rejection: nor that', error: 'Error' },
    ]),
  );
  expect(records).toHaveLength(3);
  expect(messages.filter((text) => !text.includes('nobody') && !text.includes('nor that'))).toEqual([
    'straight',
    'printed again',
  ]);
});

test('the filter comes from the address, then from localStorage, also while the page runs', async () => {
  await open('?micromegas=warn,app=debug');
  const filters = await page.evaluate(async () => {
    const { init } = await import('micromegas-tracing');
    const { createCore } = await import(/** @type {any} */ ('core'));
    const start = async () => init({ module: await createCore(), sinks: [] });
    const seen = [(await start()).getFilter()];
    history.replaceState(null, '', location.pathname);
    localStorage.setItem('micromegas', 'error');
    const tracing = await start();
    seen.push(tracing.getFilter());
    // Another page of the site, as which a frame counts.
    const frame = document.body.appendChild(document.createElement('iframe'));
    const changed = new Promise((resolve) => addEventListener('storage', resolve, { once: true }));
    frame.contentWindow?.localStorage.setItem('micromegas', 'trace');
    await changed;
    seen.push(tracing.getFilter());
    localStorage.clear();
    return seen;
  });
  expect(filters).toEqual(['warn,app=debug', 'error', 'trace']);
});
