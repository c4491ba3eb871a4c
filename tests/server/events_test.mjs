/** What a program records is what SQL shows, event by event. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Program } from './program.mjs';
import { RealServer } from './real_server.mjs';
import {
  assertLogs,
  assertMetrics,
  assertSpans,
  readLogs,
  readMetrics,
  readSpanProperties,
  readSpans,
  withProperties,
} from './rows.mjs';

const server = new RealServer();
before(() => server.start());
after(() => server.stop());

/** @typedef {import('./program.mjs').Journal} Journal */

/** @param {string} processId @param {Journal[]} journals */
async function assertAll(processId, journals) {
  await server.untilVisible(processId);
  assertLogs(await readLogs(server, processId), journals);
  assertMetrics(await readMetrics(server, processId), journals);
  assertSpans(await readSpans(server, processId), journals);
}

test('every kind of event', async (t) => {
  const program = new Program(server.url, [], { MICROMEGAS_PROCESS_PROPERTIES: 'team=core' });
  const { process_id: id, journals } = await program.tell('kinds');
  await program.end();
  await server.untilVisible(id);
  await t.test('log entries', async () => assertLogs(await readLogs(server, id), journals));
  await t.test('metrics', async () => assertMetrics(await readMetrics(server, id), journals));
  await t.test('spans', async () => assertSpans(await readSpans(server, id), journals));

  await t.test('async spans, on two threads', async () => {
    const rows = await server.query(
      `SELECT event_type, CAST(span_id AS VARCHAR) AS id, CAST(parent_span_id AS VARCHAR) AS parent, depth, name, line,
         filename, target, property_get(s.properties, 'thread-name') AS thread
       FROM view_instance('async_events', '${id}') e JOIN streams s ON s.stream_id = e.stream_id ORDER BY time`,
    );
    const names = new Map(rows.map((row) => [row.id, row.name]));
    const expected = journals.flatMap(({ thread, events }) =>
      events
        .filter(({ kind }) => kind.endsWith('_async'))
        .map(({ kind, name }) => ({ type: kind.slice(0, -'_async'.length), name, thread })),
    );
    const seen = rows.map(({ event_type: type, name, thread }) => ({ type, name, thread }));
    for (const { thread } of journals) {
      const of = (/** @type {{ thread: string }} */ event) => event.thread === thread;
      assert.deepEqual(seen.filter(of), expected.filter(of));
    }
    assert.equal(seen.length, expected.length);
    for (const { kind, name, parent, depth, line } of journals.flatMap(({ events }) => events)) {
      if (kind !== 'begin_async') continue;
      for (const row of rows.filter((event) => event.name === name)) {
        assert.deepEqual(
          [names.get(row.parent) ?? '', row.depth, row.line, row.filename, row.target],
          [parent, depth, line, 'tests/server/kinds.cpp', 'server_test'],
        );
      }
    }
  });

  await t.test('images', async () => {
    const rows = await server.query(
      `SELECT name, format, data FROM view_instance('images', '${id}') ORDER BY time`,
    );
    const expected = journals
      .flatMap(({ events }) => events)
      .filter(({ kind }) => kind === 'image')
      .map(({ name, format, data }) => ({ name, format, data }));
    assert.deepEqual(rows, expected);
  });

  await t.test('the process', async () => {
    const [row] = await server.query(
      `SELECT exe, parent_process_id, tsc_frequency, jsonb_format_json(properties) AS properties
       FROM processes WHERE process_id = '${id}'`,
    );
    assert.match(row.exe, /truth_program$/);
    const properties = JSON.parse(row.properties);
    const given = { team: 'core', release: '1.4 ü', version: '2.0', 'build-version': '2.0' };
    assert.deepEqual({ ...properties, ...given }, properties);
  });
});

test('properties of spans, which the program says that the server knows', async (t) => {
  const program = new Program(server.url, [], { MICROMEGAS_TELEMETRY_SPAN_PROPERTIES: 'true' });
  const { process_id: id, journals } = await program.tell('kinds');
  await program.end();
  await server.untilVisible(id);
  const ofSpans = (/** @type {string} */ kind) =>
    journals.flatMap(({ events }) =>
      events.filter((event) => event.kind === kind).map(({ name, properties }) => ({ name, properties })),
    );
  await t.test('the spans are those of any other', async () =>
    assertSpans(await readSpans(server, id), journals),
  );
  await t.test('of threads', async () => {
    assert.deepEqual(await readSpanProperties(server, id), ofSpans('begin'));
  });
  await t.test('of async spans', async () => {
    const rows = withProperties(
      await server.query(
        `SELECT name, jsonb_format_json(properties) AS properties FROM view_instance('async_events', '${id}')
         WHERE event_type = 'end'`,
      ),
    );
    const byName = (/** @type {any} */ a, /** @type {any} */ b) => a.name.localeCompare(b.name);
    assert.deepEqual(rows.sort(byName), ofSpans('begin_async').sort(byName));
  });
});

test('four threads', async () => {
  const program = new Program(server.url);
  const { process_id: id, journals } = await program.tell('threads 2000');
  await program.end();
  await assertAll(id, journals);
});
