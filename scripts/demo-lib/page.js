/** The part of the demo that opens the page, and prints the messages of its console. */

import { mkdirSync } from 'node:fs';

import { launchChromium } from './chromium.js';
import { consoleText } from './console-text.js';
import { inProject, pageFolder } from './places.js';
import { serveFolder } from './serve-folder.js';
import { cyan, dim, green, red, say, yellow } from './terminal.js';

export const screenshot = 'build/demo/query-engine.png';

/** @type {Record<string, { method: string, colour: (text: string) => string }>} */
const METHODS = {
  error: { method: 'console.error', colour: red },
  warning: { method: 'console.warn', colour: yellow },
  info: { method: 'console.info', colour: green },
  debug: { method: 'console.debug', colour: cyan },
};

/** @returns {Promise<void>} rejects if the page does not work */
export async function visitPage() {
  const server = await serveFolder(inProject(pageFolder));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      const { method, colour } = METHODS[message.type()] ?? {
        method: `console.${message.type()}`,
        colour: dim,
      };
      say(`${colour(method.padEnd(13))} ${consoleText(message)}`);
    });
    const crashed = new Promise((_, reject) => page.on('pageerror', reject));
    await Promise.race([useThePage(page, server.origin), crashed]);
  } finally {
    await browser.close();
    await server.close();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} address
 */
async function useThePage(page, address) {
  say(dim('The page opens, loads the same two files, and runs the same SQL:\n'));
  await page.goto(address);
  await page.locator('#rows table').waitFor();
  say(dim('\nSomebody mistypes a name:\n'));
  await page.getByRole('button', { name: 'A mistake' }).click();
  await page.locator('#query-problem').filter({ hasText: 'no such column' }).waitFor();
  say(dim('\nThe filter, changed while the page runs to "info": no debug entries from another query:\n'));
  await page.getByLabel('Record', { exact: true }).fill('info');
  await page.getByLabel('Record', { exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Costly birds' }).click();
  await page.locator('#rows table').waitFor();
  mkdirSync(inProject('build/demo'), { recursive: true });
  await page.screenshot({ path: inProject(screenshot) });
}
