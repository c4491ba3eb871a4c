/** See scripts/demo. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { BuildFailure, build } from './build.js';
import { dataFolder, demoQueries, engineProgram, inProject, nodeScript, pageConfig, root } from './places.js';
import { bold, dim, heading, red, say } from './terminal.js';

const { queries, tables } = JSON.parse(readFileSync(inProject(demoQueries), 'utf8'));
/** The page runs the same query when it opens. */
const [query] = queries;
const sql = query.sql.join('\n');
/** @type {string[]} */
const files = query.needs.map((/** @type {string} */ table) => `${dataFolder}/${tables[table]}`);
const filter = 'info,engine::sql=debug';

async function demo() {
  say(`\n${bold('One instrumented C++ source, and its log in three places')}`);
  say('A SQL engine over CSV files: examples/query-engine/src, logging by MM_INFO, MM_DEBUG and so on.');

  heading('Build');
  await build(['native', 'wasm', 'package', 'page']);

  heading('1  On the terminal: the native program');
  runOnTerminal([engineProgram]);

  heading('2  In Node: the same source as WebAssembly');
  runOnTerminal(['node', nodeScript]);

  heading('3  In the browser: the same module on a page');
  const { screenshot, visitPage } = await import('./page.js');
  await visitPage();

  heading('How to go on');
  const hints = {
    'npm run demo:web': 'serves the page, for your own browser and your own CSV files',
    [screenshot]: 'shows the page in Chromium',
    'examples/query-engine/': 'has the sources: src/ in C++, node/ the script, web/ the page',
  };
  for (const [subject, hint] of Object.entries(hints)) {
    say(`  ${bold(subject.padEnd(28))} ${hint}`);
  }
  say();
}

async function web() {
  await build(['wasm', 'package']);
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: inProject(pageConfig),
    logLevel: 'warn',
    clearScreen: false,
  });
  await server.listen();
  const [address] = server.resolvedUrls?.local ?? [];
  say(`\n  The query engine’s page: ${bold(address ?? '')}`);
  say(`  ${dim('Sources: examples/query-engine/web. The page shows your changes at once. Ctrl+C ends.')}\n`);
}

/**
 * Prints a command, and runs it.
 *
 * @param {string[]} program
 */
function runOnTerminal(program) {
  const [command = '', ...args] = [...program, '--log', filter, ...files, sql];
  const lines = [[...program, '--log', filter].join(' '), ...files, `'${sql.replaceAll('\n', '\n     ')}'`];
  say(`${dim('$')} ${bold(lines.join(' \\\n    '))}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`this ended with exit code ${status}: ${program.join(' ')}`);
}

const modes = { demo, web };
const mode = process.argv[2] ?? 'demo';
try {
  if (!Object.hasOwn(modes, mode)) {
    throw new Error(`there is no "${mode}"; allowed are ${Object.keys(modes).join(', ')}`);
  }
  await modes[/** @type {keyof typeof modes} */ (mode)]();
} catch (error) {
  if (!(error instanceof BuildFailure)) {
    say(`\n${red('demo: error:')} ${/** @type {Error} */ (error).message}`);
  }
  process.exitCode = 1;
}
