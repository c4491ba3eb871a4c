/** A recording of the example, read by other code than the library's, which finds what `micromegas inspect` shows. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { storeRecording } from '../telemetry_http/recording_file.mjs';
import { StrictServer } from '../telemetry_http/strict_server.mjs';

const { MICROMEGAS, QUERY_ENGINE, CSV } = /** @type {Record<string, string>} */ (process.env);

/** @param {any[]} list @param {(item: any) => string} key @param {(item: any) => number} [count] */
function counted(list, key, count = () => 1) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const item of list) counts[key(item)] = (counts[key(item)] ?? 0) + count(item);
  return counts;
}

test('the example’s recording has the events that inspect shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'micromegas-'));
  const path = join(folder, 'run.mmrec');
  const sql = 'SELECT weather, count(*) AS days FROM seattle_weather GROUP BY weather';
  execFileSync(QUERY_ENGINE ?? '', ['--log', 'trace', CSV ?? '', sql], {
    env: { ...process.env, MICROMEGAS_RECORDING: path, MICROMEGAS_ENABLE_CPU_TRACING: 'true' },
    stdio: 'ignore',
  });
  const shown = execFileSync(MICROMEGAS ?? '', ['inspect', '--json', path], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

  const store = new StrictServer();
  const kinds = storeRecording(readFileSync(path), store);
  const events = store.readEvents();
  assert.equal(kinds.at(0), 'PROC');
  assert.equal(kinds.at(-1), 'END ');

  assert.ok(events.log.length > 10);
  assert.deepEqual(
    counted(events.log, (event) => event.msg ?? event.desc.fmt_str),
    counted(
      shown.filter((line) => 'message' in line),
      (line) => line.message,
    ),
  );
  assert.ok(events.metrics.length > 2);
  assert.deepEqual(
    counted(events.metrics, (event) => event.desc.name),
    counted(
      shown.filter((line) => 'metric' in line),
      (line) => line.metric,
      (line) => line.count,
    ),
  );
  assert.ok(events.cpu.length > 4);
  assert.deepEqual(
    counted(
      events.cpu.filter((event) => event.type === 'BeginThreadSpanEvent'),
      (event) => event.thread_span_desc.name,
    ),
    counted(
      shown.filter((line) => 'span' in line),
      (line) => line.span,
      (line) => line.count,
    ),
  );
  const table = execFileSync(MICROMEGAS ?? '', ['inspect', '--metrics', path], { encoding: 'utf8' });
  assert.match(table, /^total_memory \(bytes\) +1( +\d{7,}){5}$/m, 'without an exponent');
  rmSync(folder, { recursive: true });
});
