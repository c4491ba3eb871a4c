/** Where code of the web runs besides a page: what is logged there arrives on the page, in real Chromium. */

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

import { launchChromiumWithExtension } from '../../../scripts/demo-lib/chromium.js';
import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';
import { chromiumAndServer } from './chromium-and-server.js';

jest.setTimeout(90_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vite = join(root, 'node_modules/vite/bin/vite.js');
const run = promisify(execFile);
const PLACES = '/tests/js/browser/page/places';

/** As strict as it gets: no string becomes code, neither by eval nor by the DOM. The policy is that of places/page.js. */
const POLICY = [
  "default-src 'self'",
  'img-src data:',
  "script-src 'self' 'nonce-importmap' 'wasm-unsafe-eval'",
  "require-trusted-types-for 'script'",
  'trusted-types tests',
].join('; ');

const running = chromiumAndServer(() =>
  // A sandboxed frame is of no origin, so what it imports comes from another one.
  serveFolder(root, { 'content-security-policy': POLICY, 'access-control-allow-origin': '*' }),
);

/** @type {import('playwright-core').Page} */
let page;

beforeAll(async () => {
  const config = fileURLToPath(new URL('page/places/vite.config.js', import.meta.url));
  for (const mode of ['dedicated-worker', 'service-worker']) {
    await run(process.execPath, [vite, 'build', '--config', config, '--mode', mode]);
  }
});

beforeEach(async () => {
  page = await running.browser.newPage();
  await page.goto(`${running.server.origin}/tests/js/browser/page/blank.html`);
});

afterEach(() => page.close());

/**
 * @param {string} place of places/page.js
 * @returns {Promise<import('micromegas-tracing').LogRecord[]>}
 */
const recordsFrom = (place) =>
  page.evaluate(
    async ([script, place]) => (await import(script)).places[place](),
    /** @type {const} */ ([`${PLACES}/page.js`, place]),
  );

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];

/** @param {import('micromegas-tracing').LogRecord[]} all */
function expectAll(all) {
  const [slow, ...others] = all.filter(({ target }) => target === 'micromegas.meta');
  expect(slow).toMatchObject({
    level: 'warn',
    message: expect.stringMatching(/^sink 1 is slow: a record took/),
  });
  expect(others).toEqual([]);
  const records = all.filter((record) => record !== slow);
  const process = expect.stringMatching(
    /^process [\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  );
  expect(records.map(({ level, message }) => [level, message])).toEqual([
    ...LEVELS.map((level) => [level, `${level} message`]),
    ['info', process],
    ...LEVELS.map((level) => [level, `${level} message`]),
    ['info', 'longer than what is read byte by byte: grüße, 你好, 🎈'],
    ['info', process],
  ]);
  expect(records[0]).toMatchObject({ target: 'app', properties: { level: 'fatal', worker: 'place' } });
  expect(records[7]).toMatchObject({ target: 'probe', module: 'engine', properties: { worker: 'place' } });
  expect(records[6]?.message).not.toBe(records[14]?.message);
}

test.each([
  'page',
  'dedicated worker',
  'dedicated worker in one classic file',
  'shared worker',
  'service worker of modules',
  'service worker in one classic file',
  'AudioWorklet',
  'AudioWorklet with the core that the page has compiled',
  'sandboxed frame, which is of no origin',
])('%s', async (place) => {
  expectAll(await recordsFrom(place));
});

test('the service worker of an extension (Manifest V3)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'micromegas-extension-'));
  const probe = 'build/browser/tests/js/probe/probe.mjs';
  await cp(join(root, PLACES), folder, { recursive: true });
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(root, probe), join(folder, probe));
  const browser = await launchChromiumWithExtension(folder);
  try {
    const worker = browser.serviceWorkers()[0] ?? (await browser.waitForEvent('serviceworker'));
    /** @type {any[]} */
    let messages = [];
    while (!messages.at(-1)?.done) {
      messages = await worker.evaluate(() => /** @type {any} */ (globalThis).messages ?? []);
    }
    expect(messages.pop()).toEqual({ done: true });
    expectAll(messages.map((message) => message['micromegas-tracing.record']));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
});
