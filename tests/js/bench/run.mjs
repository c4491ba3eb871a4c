// npm run bench:js: the costs of logging as ratios to floors of the same run, in Node and in Chromium.
import { readFileSync } from 'node:fs';

import { launchChromium } from '../../../scripts/demo-lib/chromium.js';
import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';
import { loggerCases, loggerRows } from './logger-cases.js';
import { measure } from './measure.js';
import { report } from './report.js';
import { runSuite } from './suite.js';

const root = new URL('../../../', import.meta.url);
const modules = 'build/browser/tests/js/bench/';

async function inNode() {
  return runSuite(`Node ${process.version}`, (path) => import(new URL(modules + path, root).href));
}

async function inChromium() {
  // Isolated, for a clock of 5 microseconds.
  const isolation = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const server = await serveFolder(root.pathname, isolation);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/tests/js/bench/page.html`);
    return await page.evaluate(
      async ([title = '', folder = '']) => {
        const { runSuite: run } = await import(new URL('suite.js', location.href).href);
        return run(title, (/** @type {string} */ path) => import(folder + path));
      },
      [`Chromium ${browser.version()}`, `/${modules}`],
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

console.log(`${readFileSync('/proc/cpuinfo', 'utf8').match(/model name\s*: (.*)/)?.[1]}\n`);
console.log(report('JavaScript loggers in Node', loggerRows, measure(await loggerCases(), 11)));
console.log(await inNode());
console.log(await inChromium());
