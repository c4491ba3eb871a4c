/**
 * Two threads at full speed, into a server and into a file: every event arrives or is counted, and memory is bounded.
 * LOAD_EVENTS says how many; npm run test:load has 10 million.
 */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { storeRecording } from './recording_file.mjs';
import { StrictServer } from './strict_server.mjs';

const EVENTS = Number(process.env.LOAD_EVENTS ?? 1_000_000);
const MARGIN = 64 << 20;
/** The most that the library itself adds: metrics of the system, entries about losses. */
const OWN_EVENTS = 2000;

/** @param {string} target @returns {Promise<any>} */
async function load(target) {
  const { stdout } = await promisify(execFile)(process.env.LOAD_PROGRAM ?? '', [String(EVENTS), target]);
  return JSON.parse(stdout);
}

/** @param {any} counts @param {StrictServer} server */
function assertTrue(counts, server) {
  console.log(JSON.stringify(counts));
  assert.deepEqual(server.problems, []);
  assert.equal(counts.waiting, 0);
  assert.equal(counts.given, counts.delivered + counts.lost);
  let arrived = 0;
  for (const { objects } of server.readBlocks()) arrived += objects.length;
  assert.equal(arrived, counts.delivered);
  const own = counts.given + counts.dropped - counts.recorded;
  assert.ok(own >= 0 && own < OWN_EVENTS, `${own} events too many or too few`);
  if (!process.env.LOAD_SANITIZED) {
    assert.ok(counts.peak < counts.limit + MARGIN, `${counts.peak} bytes, allowed are ${counts.limit}`);
  }
}

test('into a server', async (t) => {
  const server = await new StrictServer().start();
  t.after(() => server.stop()); // else a failure would wait for it for ever
  assertTrue(await load(server.url), server);
});

test('into a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'micromegas-'));
  const path = join(folder, 'run.mmrec');
  const counts = await load(path);
  const store = new StrictServer();
  storeRecording(readFileSync(path), store);
  assertTrue(counts, store);
  rmSync(folder, { recursive: true });
});
