/**
 * The places where web code runs, in three browsers: records from there, of the package's own core and of a C++ module,
 * arrive on the page.
 */

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { launchChromiumWithExtension } from '../../../scripts/demo-lib/chromium.js';
import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';
import { browsers } from './drivers/index.js';

jest.setTimeout(90_000);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vite = join(root, 'node_modules/vite/bin/vite.js');
const run = promisify(execFile);
const PLACES = '/tests/js/browser/page/places';

/**
 * The strictest policy: no string becomes code, neither by eval nor by the DOM. The Trusted Types policy is in
 * places/page.js.
 * Scripts come from an address: for WebKit a sandboxed frame has no 'self'.
 */
const POLICY = [
  "default-src 'self'",
  'img-src data:',
  "script-src http://127.0.0.1:* 'wasm-unsafe-eval'",
  "require-trusted-types-for 'script'",
  'trusted-types tests',
].join('; ');

/** @type {Awaited<ReturnType<typeof serveFolder>>} */
let server;

beforeAll(async () => {
  const config = fileURLToPath(new URL('page/places/vite.config.js', import.meta.url));
  for (const mode of ['dedicated-worker', 'service-worker', 'classic']) {
    await run(process.execPath, [vite, 'build', '--config', config, '--mode', mode]);
  }
  // A sandboxed frame has no origin, so its imports are cross-origin.
  server = await serveFolder(root, {
    'content-security-policy': POLICY,
    'access-control-allow-origin': '*',
  });
});

afterAll(() => server?.close());

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
    ['info', 'longer than texts that are read byte by byte: grüße, 你好, 🎈'],
    ['info', process],
  ]);
  expect(records[0]).toMatchObject({ target: 'app', properties: { level: 'fatal', worker: 'place' } });
  expect(records[7]).toMatchObject({ target: 'probe', module: 'engine', properties: { worker: 'place' } });
  expect(records[6]?.message).not.toBe(records[14]?.message);
}

describe.each(Object.entries(browsers))('%s', (_name, launch) => {
  /** @type {import('./drivers/index.js').Driver} */
  let driver;
  beforeAll(async () => {
    driver = await launch();
  });
  afterAll(() => driver?.close());

  /**
   * @param {string} page
   * @param {string} place
   */
  const recordsFrom = async (page, place) =>
    JSON.parse(await driver.ask(`${server.origin}${PLACES}/${page}`, place));

  test.each([
    'page',
    'page by the main entry',
    'page by the external entry',
    'dedicated worker',
    'dedicated worker by the main entry',
    'dedicated worker by the external entry',
    'dedicated worker in one classic file',
    'shared worker',
    'service worker of modules',
    'service worker in one classic file',
    'AudioWorklet',
    'AudioWorklet with the core that the page has compiled',
    'sandboxed frame, which is of no origin',
  ])('%s', async (place) => {
    expectAll(await recordsFrom('index.html', place));
  });

  test('page with a classic script, without a declared encoding', async () => {
    expectAll(await recordsFrom('classic.html', 'page'));
  });
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
