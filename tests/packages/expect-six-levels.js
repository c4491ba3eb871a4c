/** The six levels on a console, and the checks for them. */

import { deepStrictEqual } from 'node:assert/strict';

const BOTH = ['app.embedded', 'app.external'];

/** The targets of log-all.js, twice by the C++ module. */
export const ALL = [...BOTH, 'probe', 'probe'];
/** The same with the targets that main.js adds. */
export const ALL_AND_WORKER = [...ALL, 'app.worker', 'probe'];

/**
 * @param {{ stdout: string, stderr: string }} output of a Node program that said nothing else
 * @param {string[]} [targets]
 */
export function expectOnStreams({ stdout, stderr }, targets = BOTH) {
  const expected = (levels) =>
    targets
      .flatMap((target) => {
        const texts = textsOf(target, "{ button: 'ok' }");
        return levels.map((level) => `${level.toUpperCase().padEnd(5)} [${target}] ${texts[level]}`);
      })
      .concat('');
  deepStrictEqual(withoutLines(stderr).split('\n'), expected(['fatal', 'error', 'warn']));
  deepStrictEqual(withoutLines(stdout).split('\n'), expected(['info', 'debug', 'trace']));
}

/** Expects the output of cpp-levels.js. */
export const expectCppOnStreams = (output) => expectOnStreams(output, ['probe']);

/** @returns {Record<string, string>} the text of a target at each level, of six-levels.js or cpp-levels.js */
const textsOf = (target, properties) => {
  const isCpp = target === 'probe';
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'];
  const texts = levels.map((level) => [level, isCpp ? `${level} message (probe.cpp)` : level]);
  return { ...Object.fromEntries(texts), ...(!isCpp && { fatal: 'fatal 100%', info: `info ${properties}` }) };
};

/** Without the line and the project that it lies in, and without the stack of the one at fatal. */
export const withoutLines = (text) =>
  text
    .replaceAll(/( \(\S*probe\.cpp:\d+\)) \{\s*stack: [^]*?\}$/gm, '$1')
    .replaceAll(/ \(\S*probe\.cpp:\d+\)$/gm, ' (probe.cpp)');

/** Messages of the servers, and the lines of the server's console that Next.js repeats. */
const OF_DEVELOPMENT_SERVERS = /^(\[(vite|HMR|Fast Refresh)\] |Download the React DevTools|%s )/;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of a page that sets `data-done` on its body when it has logged
 * @param {string[]} [targets]
 */
export async function expectOnPage(browser, url, targets = BOTH) {
  const page = await browser.newPage();
  const messages = [];
  page.on('console', (message) => {
    const text = withoutLines(withoutStyles(message.text()));
    if (!OF_DEVELOPMENT_SERVERS.test(text)) messages.push(`${message.type()}: ${text}`);
  });
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => messages.push(`failed: ${request.url()}`));
  await page.goto(url, { timeout: 180_000 }); // a development server compiles first, on a busy machine
  await page
    .waitForSelector('body[data-done]', { state: 'attached', timeout: 20_000 })
    .catch(() => messages.push('the page did not come to its end'));
  await page.close();
  deepStrictEqual(
    messages,
    targets.flatMap((target) => {
      const { fatal, error, warn, info, debug, trace } = textsOf(target, '{button: ok}');
      return [
        `error: FATAL [${target}] ${fatal}`,
        `error: [${target}] ${error}`,
        `warning: [${target}] ${warn}`,
        `info: [${target}] ${info}`,
        `debug: [${target}] ${debug}`,
        `debug: TRACE [${target}] ${trace}`,
      ];
    }),
  );
}

/** Removes styles: Chromium returns the format string, its styles, and the rest. */
function withoutStyles(text) {
  return text
    .replaceAll('%c', '')
    .replaceAll('%%', '%')
    .replace(/ (color|background|font-weight):[^{]*/, ' ')
    .trimEnd();
}
