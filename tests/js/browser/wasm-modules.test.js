/** Modules of users, in real Chromium. */

import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';

import { launchChromium } from '../../../scripts/demo-lib/chromium.js';
import { startServer } from './static-server.js';

jest.setTimeout(90_000);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;

beforeAll(async () => {
  server = await startServer();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(`${server.origin}/tests/js/browser/page/blank.html`);
});

afterEach(() => page.close());

/**
 * @param {string} name of a module of tests/js/probe/wasm/failures.cpp
 * @param {string} call
 * @param {unknown} argument
 */
const fail = (name, call, argument) =>
  page.evaluate(
    async ([name, call, argument]) => {
      const { init, memorySink } = await import('micromegas-tracing');
      const { default: createModule } = await import(`/build/browser/tests/js/probe/${name}.mjs`);
      const module = await createModule({ printErr() {} });
      const memory = memorySink();
      const tracing = await init({ module, sinks: [memory] });
      try {
        tracing.guard(module[/** @type {string} */ (call)])(argument);
      } catch (/** @type {any} */ { name, message, stack }) {
        return { name, message, stack, logged: memory.records.map(({ level, message }) => [level, message]) };
      }
      throw new Error('nothing was thrown');
    },
    [name, call, argument],
  );

test.each(['failures_wasm_exceptions', 'failures_js_exceptions'])(
  'a C++ exception becomes one error with its stack: %s',
  async (name) => {
    const message = 'engine::(anonymous namespace)::BadQuery: no such table: cars';
    expect(await fail(name, 'throwException', 'cars')).toEqual({
      name: 'ModuleFailure',
      message,
      stack: expect.stringMatching(/^ModuleFailure: engine::.*\n(.*\n)*.*parse_query/),
      logged: [
        ['info', 'parsing cars'],
        ['fatal', message],
      ],
    });
  },
);

test.each([
  ['callAbort', undefined, /^Aborted\(/, /call_abort/],
  ['failAssertion', -1, /Assertion failed: rows >= 0/, /fail_assertion/],
  ['reachUnreachable', undefined, /^unreachable$/, /reach_unreachable/],
  ['readOutOfBounds', 0xfffffff0, /out of bounds/, /read_out_of_bounds/],
  ['recurse', 1, /^stack overflow \(/, /recurse/],
])('so does what ends the module: %s', async (call, argument, message, stack) => {
  const failure = await fail('failures_without_exceptions', call, argument);
  expect(failure.message).toMatch(message);
  expect(failure.stack).toMatch(stack);
  expect(failure.logged.at(-1)).toEqual(['fatal', failure.message]);
});
