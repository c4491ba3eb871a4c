#!/usr/bin/env node
// The engine's WebAssembly module in Node: the same arguments, rows and log entries as the native program's.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { consoleSink, init } from 'micromegas-tracing';

import createModule from '../../../build/browser/examples/query-engine/query_engine.mjs';
import { printable } from '../js/cell.js';
import { QueryEngine } from '../js/query-engine.js';
import { alignedTable } from './aligned-table.js';

const usage = `Usage: query.js [--log FILTER] [--json] FILE.csv... 'SQL'
       query.js [--log FILTER] [--json] --queries FILE.json FILE.csv...`;

class UsageError extends Error {}

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
    throw new UsageError(error.message, { cause: error });
  }
  const { log, json, queries, help } = parsed.values;
  const files = parsed.positionals;
  const filter = log ?? (json ? 'off' : 'info');
  if (queries !== undefined || help) {
    return { help, filter, json, files, queries: help ? [] : readQueries(queries) };
  }
  if (files.length === 0 || isFile(files.at(-1))) {
    throw new UsageError('SQL is missing: it comes after the files, in quotes. --help tells more');
  }
  return { help, filter, json, queries: [{ sql: files.pop() }], files };
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // also where SQL is too long for a name
  }
}

/** The format of demo-queries.json: `sql` is a string, or a list of its lines. */
function readQueries(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).queries.map((query) => ({
      ...query,
      sql: [query.sql].flat().join('\n'),
    }));
  } catch (error) {
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}

function registerFile(module, engine, path) {
  try {
    engine.registerCsv(module.tableNameFromFile(path), readFileSync(path));
  } catch (error) {
    throw new Error(`${path}: ${error.message}`, { cause: error });
  }
}

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

function report(error) {
  process.stderr.write(`query.js: ${printable(error.message)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const module = await createModule();
  try {
    await init({ module, filter: options.filter, sinks: [consoleSink()] });
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
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
