import puppeteer from 'puppeteer-core';

/**
 * The machine's own Firefox, without a window, by WebDriver BiDi. Playwright drives only its own build of Firefox.
 *
 * @returns {Promise<import('./index.js').Driver>}
 */
export async function launchFirefox() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
    headless: true,
  });
  return {
    async ask(url, question) {
      const page = await browser.newPage();
      try {
        await page.goto(url);
        return /** @type {string} */ (await page.evaluate(`answer(${JSON.stringify(question)})`));
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}
