#!/usr/bin/env node
// The engine's WebAssembly module in Node: the same arguments, rows and log entries as the native program's.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { consoleSink, init } from 'micromegas-tracing';

import { printable } from '../js/cell.js';
import { messageOf } from '../js/message-of.js';
import { QueryEngine } from '../js/query-engine.js';
import { alignedTable } from './aligned-table.js';

// A dynamic import: TypeScript would require the file of an import statement, which exists only after CMake has built
// it.
const enginePath = '../../../build/browser/examples/query-engine/query_engine.mjs';

const usage = `Usage: query.js [--log FILTER] [--json] FILE.csv... 'SQL'
       query.js [--log FILTER] [--json] --queries FILE.json FILE.csv...`;

/** @typedef {{ title?: string, sql: string, registerAs?: string }} Query */

class UsageError extends Error {}

/** @param {string[]} args */
function readOptions(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        log: { type: 'string' },
        json: { type: 'boolean', default: false },
        queries: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  const { log, json, queries, help } = parsed.values;
  const files = parsed.positionals;
  const filter = log ?? (json ? 'off' : 'info');
  if (help) return { help, filter, json, files, queries: [] };
  if (queries !== undefined) return { help, filter, json, files, queries: readQueries(queries) };
  const sql = files.pop();
  if (sql === undefined || isFile(sql)) {
    throw new UsageError('SQL is missing: it comes after the files, in quotes. --help tells more');
  }
  return { help, filter, json, files, queries: [{ sql }] };
}

/** @param {string} path */
function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // also where SQL is too long for a name
  }
}

/**
 * The format of demo-queries.json: `sql` is a string, or a list of its lines.
 *
 * @param {string} path
 * @returns {Query[]}
 */
function readQueries(path) {
  try {
    /** @type {{ queries: (Query & { sql: string | string[] })[] }} */
    const { queries } = JSON.parse(readFileSync(path, 'utf8'));
    return queries.map((query) => ({ ...query, sql: [query.sql].flat().join('\n') }));
  } catch (error) {
    throw new UsageError(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * @param {import('../js/query-engine.js').EngineModule} module
 * @param {QueryEngine} engine
 * @param {string} path
 */
function registerFile(module, engine, path) {
  try {
    engine.registerCsv(module.tableNameFromFile(path), readFileSync(path));
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * @param {QueryEngine} engine
 * @param {Query} query
 * @param {boolean} json
 */
function run(engine, { title, sql, registerAs }, json) {
  if (title && !json) {
    process.stdout.write(`\n${printable(title)}\n`);
  }
  if (registerAs) {
    engine.executeAndRegister(registerAs, sql);
    return;
  }
  process.stdout.write(json ? `${engine.executeToJson(sql)}\n` : `\n${alignedTable(engine.execute(sql))}`);
}

/** @param {unknown} error */
function report(error) {
  process.stderr.write(`query.js: ${printable(messageOf(error))}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { default: createModule } = await import(enginePath);
  /** @type {import('../js/query-engine.js').EngineModule} */
  const module = await createModule();
  try {
    await init({ module, filter: options.filter, sinks: [consoleSink()] });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  const engine = new QueryEngine(module);
  for (const file of options.files) {
    registerFile(module, engine, file);
  }
  for (const query of options.queries) {
    try {
      run(engine, query, options.json);
    } catch (error) {
      report(error);
    }
  }
  engine.delete();
}

await main().catch(report);
