/** See scripts/demo. */

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

import { BuildFailure, build } from './build.js';
import {
  dataFolder,
  demoQueries,
  engineProgram,
  inProject,
  inspector,
  nodeScript,
  pageConfig,
  recording,
  root,
  trace,
} from './places.js';
import { bold, dim, heading, red, say } from './terminal.js';

const { queries, tables } = JSON.parse(readFileSync(inProject(demoQueries), 'utf8'));
/** The page runs the same query when it opens. */
const [query] = queries;
const sql = query.sql.join('\n');
/** @type {string[]} */
const files = query.needs.map((/** @type {string} */ table) => `${dataFolder}/${tables[table]}`);
const filter = 'info,engine::sql=debug';

async function demo() {
  say(`\n${bold('One instrumented C++ source, its log in three places, its spans and metrics in a file')}`);
  say('A SQL engine over CSV files: examples/query-engine/src, logging by MM_INFO, MM_DEBUG and so on.');

  heading('Build');
  await build(['native', 'wasm', 'package', 'page']);

  heading('1  On the terminal: the native program, which also records into a file');
  rmSync(inProject(recording), { force: true });
  runQuery([engineProgram], { MICROMEGAS_RECORDING: recording, MICROMEGAS_ENABLE_CPU_TRACING: 'true' });

  heading('2  The recording: metrics and spans, and a trace for a viewer');
  runOnTerminal([inspector, 'inspect', '--metrics', '--spans', recording]);
  say();
  runOnTerminal([inspector, 'export', recording, '-o', trace]);

  heading('3  In Node: the same source as WebAssembly');
  runQuery(['node', nodeScript]);

  heading('4  In the browser: the same module on a page');
  const { screenshot, visitPage } = await import('./page.js');
  await visitPage();

  heading('How to go on');
  const hints = {
    'npm run demo:web': 'serves the page, for your own browser and your own CSV files',
    [screenshot]: 'shows the page in Chromium',
    [trace]: 'opens in https://ui.perfetto.dev',
    'examples/query-engine/': 'has the sources: src/ in C++, node/ the script, web/ the page',
  };
  for (const [subject, hint] of Object.entries(hints)) {
    say(`  ${bold(subject.padEnd(31))} ${hint}`);
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
 * @param {string[]} program
 * @param {Record<string, string>} [environment]
 */
function runQuery(program, environment) {
  runOnTerminal([...program, '--log', filter, ...files, sql], environment);
}

/**
 * Prints a command, and runs it.
 *
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 */
function runOnTerminal(command, environment = {}) {
  const [program = '', ...args] = command;
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  say(`${dim('$')} ${bold([...settings, shellWords(command)].join(' \\\n    '))}\n`);
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`this ended with exit code ${status}: ${program}`);
}

/**
 * A command for the shell: files and SQL on lines of their own.
 *
 * @param {string[]} command
 */
function shellWords(command) {
  return command
    .map((word) => (word === sql ? `\\\n    '${sql.replaceAll('\n', '\n     ')}'` : word))
    .map((word) => (files.includes(word) ? `\\\n    ${word}` : word))
    .join(' ');
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
