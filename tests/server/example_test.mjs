/** The example's whole run: the server shows what a recording of the same run holds, event by event. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { programs } from './program.mjs';
import { RealServer } from './real_server.mjs';
import { assertLogs, assertMetrics, isOwnMetric, readLogs, readMetrics, readSpans, toSite } from './rows.mjs';
import { readRecording } from './wire.mjs';

const root = join(import.meta.dirname, '..', '..');
const queries = join(root, 'examples', 'query-engine', 'demo-queries.json');
const data = join(root, 'node_modules', 'vega-datasets', 'data');
const server = new RealServer();
before(() => server.start());
after(() => server.stop());

/** @returns {import('./program.mjs').Event[]} in the form of a journal */
const toJournal = (/** @type {any[]} */ events, /** @type {(event: any) => any} */ convert) =>
  events.map((event) => ({ properties: {}, ...convert(event) }));

test('the example', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'micromegas-example-'));
  const recording = join(folder, 'run.mmrec');
  const { tables } = JSON.parse(readFileSync(queries, 'utf8'));
  const files = Object.values(tables).map((name) => join(data, /** @type {string} */ (name)));
  // The last query is wrong on purpose.
  const { stderr } = spawnSync(
    join(programs, 'truth_example'),
    ['--log', 'trace', '--queries', queries, ...files],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        MICROMEGAS_TELEMETRY_URL: server.url,
        MICROMEGAS_RECORDING: recording,
        MICROMEGAS_ENABLE_CPU_TRACING: 'true',
      },
    },
  );
  assert.match(stderr, /^query_engine: no such column: sate/);
  const { processId, events } = readRecording(recording);
  rmSync(folder, { recursive: true });
  const [logs = [], metrics = [], spans = []] = [events.log, events.metrics, events.cpu];
  assert.ok(logs.length > 10 && metrics.length > 10 && spans.length > 10);
  await server.untilVisible(processId);

  const thread = 'main';
  assertLogs(await readLogs(server, processId), [
    {
      thread,
      events: toJournal(logs, ({ desc, msg, properties }) => ({
        kind: 'log',
        level: desc.level,
        target: desc.target,
        msg: msg ?? desc.fmt_str,
        ...(properties && { properties }),
      })),
    },
  ]);
  assertMetrics(await readMetrics(server, processId), [
    {
      thread,
      events: toJournal(metrics, ({ desc, value, properties }) => ({
        kind: 'metric',
        target: desc.target,
        name: desc.name,
        unit: desc.unit,
        value: String(value),
        ...(properties && { properties }),
      })).filter(({ name }) => !isOwnMetric(name)),
    },
  ]);
  /** @type {any[]} */
  const expected = [];
  /** @type {string[]} */
  const open = [];
  for (const event of spans) {
    const site = event.thread_span_desc ?? event.thread_span_location;
    if (event.type.startsWith('Begin')) {
      const { name = event.name, target, file: filename, line } = site;
      expected.push({ name, target, filename, line, parents: [...open] });
      open.push(name);
    } else {
      open.pop();
    }
  }
  assert.deepEqual([...(await readSpans(server, processId)).values()].flat().map(toSite), expected);
});
