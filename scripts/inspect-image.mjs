// node scripts/inspect-image.mjs, after npm run demo: docs/images/inspect.png, from what `micromegas inspect` prints on a
// terminal for a run of the example.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launchChromium } from './demo-lib/chromium.js';
import { dataFolder, demoQueries, engineProgram, inProject, inspector } from './demo-lib/places.js';

const image = inProject('docs/images/inspect.png');
const { queries, tables } = JSON.parse(readFileSync(inProject(demoQueries), 'utf8'));
const [query] = queries;

const folder = mkdtempSync(join(tmpdir(), 'demo-'));
const files = query.needs.map((/** @type {string} */ table) => inProject(`${dataFolder}/${tables[table]}`));
// The image shows the program's path.
const program = join(folder, 'query_engine');
copyFileSync(inProject(engineProgram), program);
execFileSync(program, ['--log', 'info,engine::sql=debug', ...files, query.sql.join('\n')], {
  cwd: folder,
  env: { ...process.env, MICROMEGAS_RECORDING: 'run.mmrec', MICROMEGAS_ENABLE_CPU_TRACING: 'true' },
  stdio: 'ignore',
});
const command = 'micromegas inspect run.mmrec';
// `script` gives the command a terminal.
const output = execFileSync(
  'script',
  ['-qec', command.replace('micromegas', inProject(inspector)), '/dev/null'],
  {
    cwd: folder,
    encoding: 'utf8',
  },
).replaceAll('\r\n', '\n');
rmSync(folder, { recursive: true });

/** @type {Record<string, string>} */
const colours = { 31: '#e5534b', 33: '#d4a72c', 35: '#b083f0', 36: '#39c5cf' };

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Text with the terminal's colours as HTML.
 *
 * @param {string} text
 */
const html = (text) =>
  text
    .split('\u001b[')
    .map((part, index) => {
      if (index === 0) return escaped(part);
      const end = part.indexOf('m');
      const colour = colours[part.slice(0, end)] ?? 'inherit';
      return `<span style="color: ${colour}">${escaped(part.slice(end + 1))}</span>`;
    })
    .join('');

const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 100 } });
  await page.setContent(`<style>
      body { margin: 0; background: #1c2128; }
      pre { margin: 0; padding: 16px 20px; width: max-content; color: #cdd9e5; font: 13px/1.4 'DejaVu Sans Mono'; }
    </style><pre><b>$ ${command}</b>\n${html(output)}</pre>`);
  await page.locator('pre').screenshot({ path: image });
} finally {
  await browser.close();
}
