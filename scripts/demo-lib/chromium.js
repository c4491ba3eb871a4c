import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the machine's own Chromium, without a window. CHROME_PATH names another. */
export async function launchChromium() {
  return chromium.launch(launchOptions());
}

/**
 * The same with an extension of the browser, which needs a profile of its own.
 *
 * @param {string} folder of the extension
 */
export async function launchChromiumWithExtension(folder) {
  const options = launchOptions();
  options.args.push(`--disable-extensions-except=${folder}`, `--load-extension=${folder}`);
  return chromium.launchPersistentContext('', { ...options, ignoreDefaultArgs: ['--disable-extensions'] });
}

function launchOptions() {
  const executablePath = process.env.CHROME_PATH ?? CANDIDATES.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(`no Chromium: none of ${CANDIDATES.join(', ')} is there, and CHROME_PATH names none`);
  }
  return {
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium's sandbox refuses root
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
