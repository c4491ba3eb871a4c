import { afterAll, beforeAll } from '@jest/globals';

import { launchChromium } from '../../../scripts/demo-lib/chromium.js';

/** @typedef {Awaited<ReturnType<typeof import('../../../scripts/demo-lib/serve-folder.js').serveFolder>>} Server */

/**
 * Chromium and a server, from before the first test of a file until after its last.
 *
 * @param {() => Promise<Server>} startServer
 * @returns {{ server: Server, browser: import('playwright-core').Browser }} filled in when the first test begins
 */
export function chromiumAndServer(startServer) {
  const running = /** @type {ReturnType<typeof chromiumAndServer>} */ ({});
  beforeAll(async () => {
    running.server = await startServer();
    running.browser = await launchChromium();
  });
  afterAll(async () => {
    await running.browser?.close();
    await running.server?.close();
  });
  return running;
}
