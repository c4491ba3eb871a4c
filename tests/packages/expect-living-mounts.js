/** React under StrictMode, and files that its development server replaces on the page: everything is logged once. */

/* global document -- for code that runs on the page */

import { deepStrictEqual } from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the running development server
 * @param {string} folder of the project, whose files change
 */
export async function expectLivingMounts(browser, url, folder) {
  const page = await browser.newPage();
  const messages = [];
  page.on('console', (message) => {
    const text = message.text().replaceAll('%c', '');
    const logged = /\[(app\.\w+|probe)\] (page|panel|C\+\+) \w+/.exec(text)?.[0];
    if (logged) messages.push(logged);
    if (!logged && /^(error|warning)$/.test(message.type())) messages.push(text);
  });
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
  await page.goto(url, { timeout: 180_000 }); // a development server compiles first, on a busy machine

  /** @param {string} version */
  const expectOnce = async (version) => {
    await page.click(`button:enabled:text-is("version ${version}")`);
    const expected = [`[app.page] page ${version}`, `[app.panel] panel ${version}`, `[probe] C++ ${version}`];
    const roundTrip = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    for (let trips = 0; trips < 1000 && messages.length < expected.length; ++trips) await roundTrip();
    await roundTrip(); // a second one of any of them would come meanwhile
    deepStrictEqual(messages.splice(0), expected);
  };
  await expectOnce('one');

  await page.click('input'); // unmounts
  await page.waitForSelector('button', { state: 'detached' });
  await page.click('input');
  await expectOnce('one');

  await page.evaluate(() => (document.body.dataset.page = 'the same'));
  await change(join(folder, 'App.jsx'), "'one'", "'two'");
  await expectOnce('two');
  await change(join(folder, 'tracing.js'), "'first'", "'second'");
  await page.waitForSelector('button[data-tracing="second"]');
  await expectOnce('two');
  deepStrictEqual(await page.evaluate(() => document.body.dataset.page), 'the same');

  await page.close();
  await change(join(folder, 'App.jsx'), "'two'", "'one'");
  await change(join(folder, 'tracing.js'), "'second'", "'first'");
}

/**
 * @param {string} file
 * @param {string} before
 * @param {string} after
 */
async function change(file, before, after) {
  const text = await readFile(file, 'utf8');
  deepStrictEqual(text.split(before).length, 2);
  await writeFile(`${file}.new`, text.replace(before, after));
  await rename(`${file}.new`, file); // in one step: the server reads it at once
}
