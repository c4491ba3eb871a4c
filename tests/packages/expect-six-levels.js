/** What the six levels look like on a console, and the checks that they do. */

import { deepStrictEqual } from 'node:assert/strict';

const BOTH = ['app.embedded', 'app.external'];

/**
 * @param {{ stdout: string, stderr: string }} output of a Node program that said nothing else
 * @param {string[]} [targets]
 */
export function expectOnStreams({ stdout, stderr }, targets = BOTH) {
  deepStrictEqual(stderr.split('\n'), [
    ...targets.flatMap((target) => [
      `FATAL [${target}] fatal 100%`,
      `ERROR [${target}] error`,
      `WARN  [${target}] warn`,
    ]),
    '',
  ]);
  deepStrictEqual(stdout.split('\n'), [
    ...targets.flatMap((target) => [
      `INFO  [${target}] info { button: 'ok' }`,
      `DEBUG [${target}] debug`,
      `TRACE [${target}] trace`,
    ]),
    '',
  ]);
}

/**
 * What cpp-levels.js prints.
 *
 * @param {{ stdout: string, stderr: string }} output of a Node program that said nothing else
 */
export function expectCppOnStreams({ stdout, stderr }) {
  const withoutLines = (text) => text.replaceAll(/ \(\S*probe\.cpp:\d+\)$/gm, ' (probe.cpp)').split('\n');
  deepStrictEqual(withoutLines(stderr), [
    'FATAL [probe] fatal message (probe.cpp)',
    'ERROR [probe] error message (probe.cpp)',
    'WARN  [probe] warn message (probe.cpp)',
    '',
  ]);
  deepStrictEqual(withoutLines(stdout), [
    'INFO  [probe] info message (probe.cpp)',
    'DEBUG [probe] debug message (probe.cpp)',
    'TRACE [probe] trace message (probe.cpp)',
    '',
  ]);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of a page that sets `data-done` on its body when it has logged
 * @param {string[]} [targets]
 */
export async function expectOnPage(browser, url, targets = BOTH) {
  const page = await browser.newPage();
  const messages = [];
  page.on('console', (message) => {
    const text = withoutStyles(message.text());
    if (!text.startsWith('[vite] ')) messages.push(`${message.type()}: ${text}`); // its development server's
  });
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => messages.push(`failed: ${request.url()}`));
  await page.goto(url);
  await page
    .waitForSelector('body[data-done]', { state: 'attached', timeout: 20_000 })
    .catch(() => messages.push('the page did not come to its end'));
  await page.close();
  deepStrictEqual(
    messages,
    targets.flatMap((target) => [
      `error: FATAL [${target}] fatal 100%`,
      `error: [${target}] error`,
      `warning: [${target}] warn`,
      `info: [${target}] info {button: ok}`,
      `debug: [${target}] debug`,
      `debug: TRACE [${target}] trace`,
    ]),
  );
}

/** Chromium gives the format string, the styles that it asks for, and the rest. */
function withoutStyles(text) {
  return text
    .replaceAll('%c', '')
    .replaceAll('%%', '%')
    .replace(/ (color|background|font-weight):[^{]*/, ' ')
    .trimEnd();
}
