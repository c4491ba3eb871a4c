// The example's one source, natively and in WebAssembly, over the same CSV files and SQL: the log entries are the same.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, jest, test } from '@jest/globals';
import { init, memorySink } from 'micromegas-tracing';

import { QueryEngine } from '../../../examples/query-engine/js/query-engine.js';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = join(root, 'build/native/examples/query-engine/query_engine');
const queriesFile = join(root, 'examples/query-engine/demo-queries.json');
const { tables, queries } = JSON.parse(readFileSync(queriesFile, 'utf8'));
const csvFiles = Object.values(tables).map((name) => join(root, 'node_modules/vega-datasets/data', name));

/** In quotation marks where it would be ambiguous without them. @param {unknown} value */
function asWord(value) {
  const text = String(value);
  return /^[^\s"=]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Makes the terminal sink's line of a record, without the time. @param {import('micromegas-tracing').LogRecord} record */
function asLine({ level, target, message, properties }) {
  const pairs = Object.entries(properties).map(([name, value]) => ` ${asWord(name)}=${asWord(value)}`);
  const printable = `${message}${pairs.join('')}`.replace(
    // eslint-disable-next-line no-control-regex -- the test looks for them
    /[\x00-\x1f\x7f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `${level.toUpperCase().padEnd(5)} [${target}] ${printable}`;
}

/** @param {string[]} sql */
function runNatively(sql) {
  const files = spawnSync(program, ['--log', 'trace', '--json', ...sql, ...csvFiles], { encoding: 'utf8' });
  const lines = files.stdout.split('\n').map((line) => /^\S+Z ([A-Z]+ +\[.*)$/.exec(line)?.[1]);
  return lines.filter((line) => line !== undefined);
}

/** @param {(engine: any) => void} work */
async function runInWasm(work) {
  const path = new URL('../../../build/browser/examples/query-engine/query_engine.mjs', import.meta.url).href;
  const { default: createModule } = await import(path);
  const module = await createModule();
  const memory = memorySink({ capacity: 100_000 });
  const tracing = await init({ module, level: 'trace', sinks: [memory] });
  const engine = new QueryEngine(module);
  for (const file of csvFiles) {
    engine.registerCsv(basename(file, '.csv').replaceAll('-', '_'), readFileSync(file));
  }
  try {
    work(engine);
  } catch {
    // The last query is wrong on purpose: the native program stops there too.
  }
  engine.delete();
  tracing.shutdown();
  return memory.records.map(asLine);
}

test('the demonstration tells the same story', async () => {
  const native = runNatively(['--queries', queriesFile]);
  const wasm = await runInWasm((engine) => {
    for (const { sql, registerAs } of queries) {
      const text = [sql].flat().join('\n');
      if (registerAs) engine.executeAndRegister(registerAs, text);
      else engine.execute(text);
    }
  });
  expect(wasm).toEqual(native);
  // It is a story: several targets, and every level but fatal.
  for (const level of ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE']) {
    expect(native.filter((line) => line.startsWith(level))).not.toEqual([]);
  }
  expect(new Set(native.map((line) => /\[(.*?)\]/.exec(line)?.[1])).size).toBeGreaterThan(2);
});

test('its rows are the same, too', async () => {
  const sql = 'SELECT * FROM birdstrikes ORDER BY rowid LIMIT 50';
  const native = JSON.parse(execFileSync(program, ['--json', ...csvFiles, sql], { encoding: 'utf8' }));
  /** @type {unknown} */
  let rows;
  await runInWasm((engine) => {
    rows = engine.execute(sql);
  });
  expect(rows).toEqual(native);
});
