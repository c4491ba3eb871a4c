/** The built page of the query engine in real Chromium: its elements, and its console. */

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { consoleText } from '../../../scripts/demo-lib/console-text.js';
import { inProject, pageFolder } from '../../../scripts/demo-lib/places.js';
import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';
import { chromiumAndServer } from './chromium-and-server.js';

jest.setTimeout(60_000);

const running = chromiumAndServer(() => serveFolder(inProject(pageFolder)));

/** @type {import('playwright-core').Page} */
let page;
/** @type {{ method: string, text: string }[]} */
let messages;

/** The page, when it has run its first query, and is quiet. */
beforeEach(async () => {
  messages = [];
  page = await running.browser.newPage({ viewport: { width: 1360, height: 820 } });
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => messages.push({ method: message.type(), text: consoleText(message) }));
  page.on('pageerror', (error) => messages.push({ method: 'uncaught', text: error.message }));
  await page.goto(running.server.origin);
  await page.locator('#rows table').waitFor();
});

afterEach(() => page.close());

const log = () => page.locator('#log-panel');
const filterBox = () => page.getByLabel('Record', { exact: true });
const filterNote = () => page.locator('#log-filter-note');

/** Clears the entries so far, in the panel and here. */
async function beginAnew() {
  await log().getByRole('button', { name: 'Clear' }).click();
  messages.length = 0;
}

/** @param {string} sql */
async function run(sql) {
  await page.getByLabel('SQL', { exact: true }).fill(sql);
  await page.getByRole('button', { name: 'Run' }).click();
}

/** @param {import('playwright-core').Page} onPage */
async function tableRows(onPage) {
  const rows = await onPage.locator('#rows tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

/** The entries in the panel: level, target, message and properties. */
async function entries() {
  await nextFrame();
  return log()
    .locator('li:visible')
    .evaluateAll((items) =>
      items.map((item) =>
        [...item.querySelectorAll('.level, .target, .message, .property')]
          .map((part) => part.textContent)
          .join(' | '),
      ),
    );
}

/** The panel draws once a frame. */
const nextFrame = () =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** @param {string} filter that C++ accepts */
async function setFilter(filter) {
  await filterBox().fill(filter);
  await filterBox().press('Enter');
}

test('opens with data, rows and no problem', async () => {
  await expect(page.locator('#tables .loaded .name').allTextContents()).resolves.toEqual([
    'airports',
    'flights_airport',
  ]);
  expect(await page.locator('#rows-summary').textContent()).toMatch(/^8 rows · \d/);
  expect(await page.locator('[role="alert"]:visible').count()).toBe(0);
  expect(messages.filter(({ method }) => ['error', 'warning', 'uncaught'].includes(method))).toEqual([]);
});

test('forbids itself scripts from elsewhere and from text', async () => {
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  expect(await policy.getAttribute('content')).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
});

describe('queries', () => {
  test('numbers to the right, text to the left, null as a word', async () => {
    await run("SELECT 12.5 AS price, 'a' AS name, NULL AS missing UNION ALL SELECT -3, '<b>', NULL");
    expect(await tableRows(page)).toEqual([
      ['12.5', 'a', 'null'],
      ['-3', '<b>', 'null'],
    ]);
    const cells = page.locator('#rows tbody tr').first().locator('td');
    await expect(
      cells.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).textAlign)),
    ).resolves.toEqual(['end', 'start', 'start']);
  });

  test('every digit of an integer; control characters escaped, as in the program', async () => {
    await run(
      'SELECT 9007199254740993 AS id, char(27, 0x9b, 10) || \'x\' AS "t\u009b" UNION ALL SELECT 1, 0.00001',
    );
    expect(await tableRows(page)).toEqual([
      ['9007199254740993', String.raw`\x1b\x9b\nx`],
      ['1', '1e-05'],
    ]);
    expect(await page.locator('#rows th').allTextContents()).toEqual(['id', String.raw`t\x9b`]);
  });

  test('Ctrl+Enter in the editor', async () => {
    const sql = page.getByLabel('SQL', { exact: true });
    await sql.fill('SELECT count(*) AS airports FROM airports');
    await sql.press('Control+Enter');
    expect(await tableRows(page)).toEqual([['3376']]);
    expect(await page.locator('#rows-summary').textContent()).toMatch(/^1 row · /);
  });

  test('a long result is cut, and the page says so', async () => {
    await run('SELECT * FROM airports');
    expect(await page.locator('#rows tbody tr').count()).toBe(500);
    expect(await page.locator('#rows-summary').textContent()).toMatch(/^First 500 of 3,376 rows · /);
  });

  test('no rows', async () => {
    await run('SELECT * FROM airports WHERE iata IS NULL');
    expect(await page.locator('#rows').textContent()).toBe('No rows.');
  });

  test('bad SQL is explained below it, and takes the old rows away', async () => {
    await run('SELECT citty FROM airports');
    const problem = page.locator('#query-problem');
    expect(await problem.textContent()).toMatch(
      /^no such column: citty \(line 1, column 8: .*Did you mean city\?/,
    );
    expect(await problem.getAttribute('role')).toBe('alert');
    expect(await page.locator('#rows').textContent()).toBe('The query failed.');

    await run('SELECT 1 AS one');
    expect(await problem.isVisible()).toBe(false);
  });

  test('rows kept as a table', async () => {
    await run('SELECT state, count(*) AS airports FROM airports GROUP BY state');
    await page.getByLabel('Keep as table').fill('states');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    expect(await page.getByTitle('Show the rows of states').textContent()).toMatch(/^states \d+ rows$/);

    await page.getByTitle('Show the rows of states').click();
    expect(await page.getByLabel('SQL', { exact: true }).inputValue()).toBe('SELECT * FROM "states"');
    expect(await page.locator('#rows thead th').allTextContents()).toEqual(['state', 'airports']);
  });
});

test('every example does as its title says', async () => {
  const examples = page.getByRole('group', { name: 'Try' }).getByRole('button');
  for (const example of await examples.all()) {
    const title = await example.textContent();
    await example.click();
    await page.waitForFunction(
      (mistake) => !!document.querySelector(mistake ? '#query-problem:not([hidden])' : '#rows td'),
      title === 'A mistake',
    );
    expect(await page.locator('#tables-problem').isVisible()).toBe(false);
    expect(await page.locator('#query-problem').isVisible()).toBe(title === 'A mistake');
  }
  expect(await examples.count()).toBeGreaterThan(3);
});

describe('tables', () => {
  const csv = (/** @type {string} */ name, /** @type {string} */ text) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });

  test('a data set is loaded and dropped', async () => {
    await page.getByRole('button', { name: 'Load seattle_weather' }).click();
    const loaded = page.locator('#tables .loaded[data-table="seattle_weather"]');
    expect(await loaded.locator('.count').textContent()).toBe('1,461 rows');

    await page.getByRole('button', { name: 'Drop seattle_weather' }).click();
    await page.getByRole('button', { name: 'Load seattle_weather' }).waitFor();
    expect(await loaded.count()).toBe(0);
  });

  test('a chosen CSV file becomes a table', async () => {
    await page
      .getByLabel('Open or drop CSV…')
      .setInputFiles(csv('my prices.csv', 'item,price\nÄpfel,1.5\nBirnen,2\n'));
    await page.locator('#tables .loaded[data-table="my_prices"]').waitFor();
    expect(await tableRows(page)).toEqual([
      ['Äpfel', '1.5'],
      ['Birnen', '2'],
    ]);
  });

  test('a dropped CSV file becomes a table', async () => {
    const transfer = await page.evaluateHandle(() => {
      const made = new DataTransfer();
      made.items.add(new File(['n\n1\n2\n3\n'], 'dropped.csv', { type: 'text/csv' }));
      return made;
    });
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    expect(await page.locator('#drop-target').isVisible()).toBe(true);
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    expect(await page.locator('#drop-target').isVisible()).toBe(false);
    await page.locator('#tables .loaded[data-table="dropped"]').waitFor();
    expect(await tableRows(page)).toEqual([['1'], ['2'], ['3']]);
  });

  test('bad CSV is explained beside the tables', async () => {
    await page.getByLabel('Open or drop CSV…').setInputFiles(csv('broken.csv', 'a,b\n1,2\n"no end'));
    const problem = page.locator('#tables-problem');
    await problem.waitFor();
    expect(await problem.textContent()).toMatch(/quot/i);
    expect(await page.locator('#tables [data-table="broken"]').count()).toBe(0);
  });
});

describe('the console and the panel', () => {
  test('entries of C++ and the page, at their methods, in order, with their places', async () => {
    await setFilter('info,engine::sql=debug');
    await beginAnew();
    await run('SELECT count(*) AS n FROM airports');
    await run('SELECT x FROM airports');
    await nextFrame();

    expect(messages).toEqual([
      {
        method: 'debug',
        text: expect.stringMatching(
          /^\[engine::sql\] running SELECT count\(\*\) AS n FROM airports \(.*src\/sql\/script\.cpp:\d+\)$/,
        ),
      },
      {
        method: 'info',
        text: expect.stringMatching(/^\[engine\] query returned 1 row \(.*src\/query_engine\.cpp:\d+\)/),
      },
      { method: 'info', text: expect.stringMatching(/^\[page\.query\] showing 1 row \{ms: [\d.]+\}$/) },
      {
        method: 'error',
        text: expect.stringMatching(
          /^\[engine\] query failed: no such column: x .*\(.*query_engine\.cpp:\d+\) \{sql: /,
        ),
      },
    ]);
    expect(await entries()).toEqual([
      'debug | engine::sql | running SELECT count(*) AS n FROM airports',
      'info | engine | query returned 1 row',
      expect.stringMatching(/^info \| page\.query \| showing 1 row \| ms=[\d.]+$/),
      expect.stringMatching(
        /^error \| engine \| query failed: no such column: x .* \| sql=SELECT x FROM airports$/,
      ),
    ]);
    const first = log().locator('li').first();
    expect(await first.locator('time').textContent()).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
    expect(await first.locator('.source').textContent()).toMatch(/^script\.cpp:\d+$/);
    expect(await log().locator('.summary').textContent()).toBe('4 entries');
  });

  test('level buttons hide, and show again', async () => {
    await setFilter('debug');
    await beginAnew();
    await run('SELECT x FROM airports');
    await run('SELECT 1 AS one');
    const all = await entries();
    expect(all.map((entry) => entry.split(' | ')[0])).toEqual(
      expect.arrayContaining(['debug', 'info', 'error']),
    );

    await log().getByLabel('error', { exact: true }).check();
    expect(await entries()).toEqual([expect.stringMatching(/^error \| engine \| query failed/)]);
    expect(await log().locator('.summary').textContent()).toBe(
      `${all.length} entries · ${all.length - 1} hidden`,
    );

    await log().getByLabel('fatal', { exact: true }).check();
    expect(await entries()).toEqual([]);
    expect(await log().getByText('All entries are hidden by the level.').isVisible()).toBe(true);

    // Radio buttons: the arrow keys move on.
    for (const level of ['error', 'warn', 'info', 'debug', 'trace']) {
      await page.keyboard.press('ArrowRight');
      expect(await log().getByLabel(level, { exact: true }).isChecked()).toBe(true);
    }
    expect(await entries()).toEqual(all);
  });

  test('a level that is not recorded: the panel says so, and offers to', async () => {
    await setFilter('warn');
    await log().getByLabel('trace', { exact: true }).check();
    await log().getByLabel('debug', { exact: true }).check();
    expect(await filterNote().textContent()).toMatch(/^Nothing is recorded at debug/);
    await page.getByRole('button', { name: 'Record debug' }).click();
    expect(await filterBox().inputValue()).toBe('debug');
    await beginAnew();
    await run('SELECT 1 AS one');
    expect(messages.map(({ method }) => method)).toContain('debug');
  });

  test('a filter that C++ refuses is explained, and the last good one stays', async () => {
    await setFilter('warn');
    await filterBox().fill('warn,engine=loud'); // and waits: no key is needed
    await filterNote().getByText('Still in force').waitFor();
    expect(await filterNote().textContent()).toMatch(
      /engine=loud.*loud.*allowed are .*trace\. Still in force: warn$/,
    );
    expect(await filterBox().getAttribute('aria-invalid')).toBe('true');

    await beginAnew();
    await run('SELECT 1 AS one');
    await run('SELECT x FROM airports');
    expect(messages.map(({ method }) => method)).toEqual(['error']);

    await setFilter('off');
    expect(await filterBox().getAttribute('aria-invalid')).toBe('false');
    await run('SELECT x FROM airports');
    expect(messages).toHaveLength(1);
  });

  test('pause holds entries back, and says how many', async () => {
    await setFilter('info');
    await beginAnew();
    await log().getByRole('button', { name: 'Pause' }).click();
    await run('SELECT 1 AS one');
    expect(await entries()).toEqual([]);
    expect(await log().locator('.summary').textContent()).toBe('0 entries · paused, 2 held back');
    expect(messages).toHaveLength(2); // the console does not pause

    await log().getByRole('button', { name: 'Resume' }).click();
    expect(await entries()).toHaveLength(2);
    expect(await log().locator('.summary').textContent()).toBe('2 entries');
  });

  test('clear', async () => {
    await log().getByRole('button', { name: 'Clear' }).click();
    expect(await entries()).toEqual([]);
    expect(await log().locator('.summary').textContent()).toBe('0 entries');
    expect(await log().getByText('No entries.').isVisible()).toBe(true);
  });

  test('follows the newest entry until the reader scrolls up, and keeps a bounded number', async () => {
    const scroll = log().locator('.log-scroll');
    const distance = () => scroll.evaluate((it) => it.scrollHeight - it.scrollTop - it.clientHeight);
    const runOften = async (/** @type {number} */ times) => {
      await page.evaluate(async (count) => {
        for (let i = 0; i < count; ++i) document.getElementById('run')?.click();
      }, times);
      await nextFrame();
    };
    await setFilter('info');
    await page.getByLabel('SQL', { exact: true }).fill('SELECT 1 AS one');

    await runOften(20);
    expect(await distance()).toBeLessThan(12);

    await scroll.evaluate((it) => it.scrollTo(0, 0));
    await nextFrame();
    await runOften(3);
    expect(await distance()).toBeGreaterThan(100);
    await log().getByRole('button', { name: '6 newer ↓' }).click();
    expect(await distance()).toBeLessThan(12);

    await runOften(600);
    expect(await log().locator('li').count()).toBe(1000);
    expect(await log().locator('.summary').textContent()).toBe('1,000 entries · older ones dropped');
  });
});

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`on a narrow screen nothing is wider than the screen, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
  });
}
