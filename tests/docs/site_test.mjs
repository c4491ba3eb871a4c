// The built site, `npm run docs`, in build/docs: its links, and its pages in Chromium, light and dark, narrow and wide.
// SCREENSHOTS=folder keeps pictures.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { after, before, test } from 'node:test';

import { sidebar } from '../../docs/site/lib/sidebar.mjs';
import { launchChromium } from '../../scripts/demo-lib/chromium.js';
import { serveFolder } from '../../scripts/demo-lib/serve-folder.js';

const site = join(import.meta.dirname, '../../build/docs');
const screenshots = process.env['SCREENSHOTS'];

const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.html'),
);

/** @type {Map<string, Set<string>>} */
const anchors = new Map();

/** @param {string} page */
function anchorsOf(page) {
  let found = anchors.get(page);
  if (found === undefined) {
    const html = readFileSync(join(site, page), 'utf8');
    found = new Set([...html.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, id = '']) => id));
    anchors.set(page, found);
  }
  return found;
}

/** @param {string} address */
const withoutEntities = (address) => address.replaceAll('&amp;', '&').replaceAll('&#39;', "'");

/**
 * @param {string} page
 * @param {string} address of a link on it
 * @returns {boolean} whether it leads somewhere
 */
function leadsSomewhere(page, address) {
  const [path = '', anchor = ''] = decodeURI(withoutEntities(address)).split('#');
  let target =
    path === '' ? page : posix.join(path.startsWith('/') ? '/' : `/${posix.dirname(page)}`, path).slice(1);
  if (target === '' || target.endsWith('/')) target += 'index.html';
  if (!existsSync(join(site, target))) return false;
  // Doxygen's own links to groups of members have no anchor where a group is empty.
  if (anchor === '' || !target.endsWith('.html') || page.startsWith('api/cpp/')) return true;
  return anchorsOf(target).has(anchor);
}

test('every link of every page leads to a file and an anchor', () => {
  assert.ok(pages.length > 100, `${pages.length} pages`);
  const broken = new Set();
  for (const page of pages) {
    const html = readFileSync(join(site, page), 'utf8');
    for (const [, address = ''] of html.matchAll(/<(?:a|img|script|link)\b[^>]*?\s(?:href|src)="([^"]*)"/g)) {
      if (/^(https?:|data:|mailto:|javascript:)/.test(address)) continue;
      if (!leadsSomewhere(page, address)) broken.add(`${page}: ${address}`);
    }
  }
  console.log(`pages: ${pages.length}, broken links: ${broken.size}`);
  assert.deepEqual([...broken], []);
});

test('no page loads anything from elsewhere', () => {
  const elsewhere = pages.flatMap((page) =>
    [
      ...readFileSync(join(site, page), 'utf8').matchAll(
        /<(?:img|script|link)\b[^>]*?\s(?:href|src)="(https?:[^"]*)"/g,
      ),
    ].map(([, address]) => `${page}: ${address}`),
  );
  assert.deepEqual(elsewhere, []);
});

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serveFolder>>} */
let server;
before(async () => {
  server = await serveFolder(site);
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const forms = [
  { colorScheme: /** @type {const} */ ('light'), width: 1280 },
  { colorScheme: /** @type {const} */ ('dark'), width: 375 },
];
for (const { colorScheme, width } of forms) {
  test(`in Chromium, ${colorScheme}, ${width} pixels: pages are shown without an error, and fit`, async () => {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    /** @type {string[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
    page.on(
      'console',
      (message) => message.type() === 'error' && errors.push(`${page.url()}: ${message.text()}`),
    );
    for (const link of ['/', ...sidebar.flatMap(({ items }) => items.map((item) => item.link))]) {
      await page.goto(new URL(link.endsWith('/') ? `${link}index.html` : `${link}.html`, server.origin).href);
      await page.waitForSelector('main h1, .VPHero h1');
      assert.equal(
        await page.evaluate(() => document.documentElement.classList.contains('dark')),
        colorScheme === 'dark',
      );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${link} is ${wide} pixels wider than the screen`);
      if (screenshots !== undefined) {
        const name = `${link.replaceAll('/', '_')}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(screenshots, name), fullPage: true });
      }
    }
    assert.deepEqual(errors, []);
    await page.close();
  });
}

test('the search finds a macro, without a network', async () => {
  const page = await browser.newPage();
  await page.goto(new URL('/index.html', server.origin).href);
  await page.click('.VPNavBarSearch button');
  await page.fill('.VPLocalSearchBox input', 'MM_SPAN_SCOPE');
  await page.waitForSelector('.VPLocalSearchBox .result');
  await page.close();
});
