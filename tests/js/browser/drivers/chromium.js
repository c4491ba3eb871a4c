import { launchChromium as launch } from '../../../../scripts/demo-lib/chromium.js';

/** @returns {Promise<import('./index.js').Driver>} */
export async function launchChromium() {
  const browser = await launch();
  return {
    async ask(url, question) {
      const page = await browser.newPage();
      try {
        await page.goto(url);
        return await page.evaluate(`answer(${JSON.stringify(question)})`);
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}
