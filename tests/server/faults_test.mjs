/** What a program records arrives at the real server, through faults. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Program } from './program.mjs';
import { RealServer } from './real_server.mjs';
import { assertLogs, assertMetrics, assertSpans, readLogs, readMetrics, readSpans } from './rows.mjs';

const server = new RealServer();
before(() => server.start());
after(() => server.stop());

/** @typedef {import('./program.mjs').Journal} Journal */

/** @param {string} processId @param {Journal[]} journals */
async function assertAll(processId, journals) {
  await server.untilVisible(processId);
  const logs = await readLogs(server, processId);
  const isOwn = (/** @type {any} */ { target }) => target.startsWith('micromegas.');
  assertLogs(
    logs.filter((row) => !isOwn(row)),
    journals,
  );
  assertMetrics(await readMetrics(server, processId), journals);
  assertSpans(await readSpans(server, processId), journals);
}

test('a server that is killed and started again', async () => {
  const program = new Program(server.url);
  const first = await program.tell('threads 200');
  await server.stopServer();
  const second = await program.tell('threads 200');
  await server.startServer();
  const third = await program.tell('threads 200');
  await program.end();
  const journals = first.journals.map(({ thread, events }, index) => ({
    thread,
    events: [events, second.journals[index]?.events ?? [], third.journals[index]?.events ?? []].flat(),
  }));
  await assertAll(first.process_id, journals);
});

test('a process and the child that it forks', async () => {
  const program = new Program(server.url);
  const parent = await program.tell('threads 50');
  const child = await program.tell('fork');
  await program.read();
  await program.end();
  assert.notEqual(child.process_id, parent.process_id);
  await assertAll(parent.process_id, parent.journals);
  await assertAll(child.process_id, child.journals);
  const [row] = await server.query(
    `SELECT parent_process_id FROM processes WHERE process_id = '${child.process_id}'`,
  );
  assert.equal(row.parent_process_id, parent.process_id);
});

test('a crash by a signal', async () => {
  const program = new Program(server.url);
  const { process_id: id, journals } = await program.tell('crash');
  const [, signal] = await once(program.child, 'exit');
  assert.equal(signal, 'SIGSEGV');
  await server.untilVisible(id);
  const logs = await readLogs(server, id);
  const crash = logs.pop();
  assert.deepEqual([crash.level, crash.msg.slice(0, 7)], [1, 'SIGSEGV']);
  assertLogs(logs, journals);
  assertMetrics(await readMetrics(server, id), journals);
  const spans = (await readSpans(server, id)).get('truth_program') ?? [];
  const names = journals[0]?.events.filter(({ kind }) => kind === 'begin').map(({ name }) => name);
  assert.deepEqual(
    spans.map(({ name }) => name),
    ['crashes', ...(names ?? [])],
  );
});

test('spans after a loss', async () => {
  const program = new Program(server.url, ['lose']);
  const { process_id: id, dropped } = await program.tell('lose');
  await program.end();
  assert.ok(dropped >= 1000);
  await server.untilVisible(id);
  const spans = (await readSpans(server, id)).get('truth_program') ?? [];
  /** Every span is where the program opened it; those around it may be lost. @type {Record<string, string[]>} */
  const places = { 'open meanwhile': [''], after: [''], a: [''], b: ['', 'a'], c: ['', 'a', 'b', 'a/b'] };
  for (const { name, parents } of spans) {
    const around = parents.slice(['open meanwhile', 'after'].includes(parents[0]) ? 1 : 0).join('/');
    assert.ok(places[name]?.includes(around), `${name} in ${parents}`);
  }
  const first = spans.findIndex(({ name }) => name === 'after');
  assert.ok(first > 1000, 'spans from before the loss');
  assert.deepEqual(
    spans.slice(first).map(({ name, parents }) => [...parents, name].join('/')),
    Array.from({ length: 1000 }, () => ['after', 'after/a', 'after/a/b', 'after/a/b/c']).flat(),
  );
  const warnings = (await readLogs(server, id)).filter(({ target }) => target === 'micromegas.meta');
  assert.ok(warnings.length > 0, 'the loss is told');
});
