/** The server's rows of a process, by SQL, in the form of the program's journals. */

import assert from 'node:assert/strict';

/**
 * @typedef {import('./real_server.mjs').RealServer} RealServer
 * @typedef {import('./program.mjs').Journal} Journal
 * @typedef {import('./program.mjs').Event} Event
 */

/** Of C++ or SQL. @param {string} text */
const toNumber = (text) => Number(text.replace('inf', 'Infinity'));

/** Metrics that the library adds. */
const OWN_METRICS = [
  'total_memory',
  'used_memory',
  'free_memory',
  'cpu_usage',
  'process_resident_bytes',
  'process_virtual_bytes',
];

/** @param {string} name */
export const isOwnMetric = (name) => OWN_METRICS.includes(name);

/** @param {any[]} rows */
export const withProperties = (rows) =>
  rows.map((row) => ({ ...row, properties: JSON.parse(row.properties ?? '{}') }));

/** @param {RealServer} server @param {string} processId */
export async function readLogs(server, processId) {
  const rows = await server.query(
    `SELECT level, target, msg, jsonb_format_json(properties) AS properties
     FROM view_instance('log_entries', '${processId}') ORDER BY time`,
  );
  return withProperties(rows);
}

/** @param {RealServer} server @param {string} processId */
export async function readMetrics(server, processId) {
  const rows = await server.query(
    `SELECT target, name, unit, CAST(value AS VARCHAR) AS value, jsonb_format_json(properties) AS properties
     FROM view_instance('measures', '${processId}')
     ORDER BY time`,
  );
  const given = withProperties(rows).filter(({ name }) => !isOwnMetric(name));
  return given.map((row) => ({ ...row, value: toNumber(row.value) }));
}

/**
 * The spans of each thread, by its name, in the order of their begins, with their parents, outermost first. A server
 * shows the thread itself as the root of a tree that has several.
 *
 * @param {RealServer} server @param {string} processId
 */
export async function readSpans(server, processId) {
  const streams = await server.query(
    `SELECT stream_id, property_get(properties, 'thread-name') AS thread FROM streams
     WHERE process_id = '${processId}' AND array_has(tags, 'cpu')`,
  );
  /** @type {Map<string, any[]>} */
  const threads = new Map();
  for (const { stream_id: stream, thread } of streams) {
    const rows = await server.query(
      `SELECT id, parent, depth, name, target, filename, line, duration
       FROM view_instance('thread_spans', '${stream}') ORDER BY begin, depth`,
    );
    threads.set(thread, [...(threads.get(thread) ?? []), ...withParents(rows)]);
  }
  return threads;
}

/**
 * Name and properties of each span of a thread, in the order of their begins. Servers since 0.33.
 *
 * @param {RealServer} server @param {string} processId
 */
export async function readSpanProperties(server, processId) {
  const streams = await server.query(
    `SELECT stream_id FROM streams WHERE process_id = '${processId}' AND array_has(tags, 'cpu')`,
  );
  const spans = [];
  for (const { stream_id: stream } of streams) {
    const rows = await server.query(
      `SELECT name, jsonb_format_json(properties) AS properties
       FROM view_instance('thread_spans', '${stream}') WHERE line > 0 ORDER BY begin, depth`,
    );
    spans.push(...withProperties(rows));
  }
  return spans;
}

/** @param {any[]} rows */
function withParents(rows) {
  /** @type {any[]} */
  const open = [];
  const spans = [];
  for (const { parent, depth, ...row } of rows) {
    assert.ok(depth <= open.length && row.duration >= 0, row.name);
    open.length = depth;
    assert.ok(depth === 0 || (parent === open[depth - 1].id && row.line > 0), row.name);
    // The thread itself has no line.
    if (row.line > 0) {
      spans.push({ ...row, parents: open.filter(({ line }) => line > 0).map(({ name }) => name) });
    }
    open.push(row);
  }
  return spans;
}

/** @param {Event[]} events @param {string} kind */
const ofKind = (events, kind) => events.filter((event) => event.kind === kind);

/** Which of several threads recorded it. @param {string} text @param {string | undefined} thread */
const isOfThread = (text, thread) => thread === undefined || text.startsWith(`${thread} `);

/**
 * Every log entry is there, and no other, in the order of its thread.
 *
 * @param {any[]} rows @param {Journal[]} journals
 */
export function assertLogs(rows, journals) {
  let count = 0;
  const isShared = journals.length > 1 && journals.every(({ thread }) => thread.startsWith('worker '));
  for (const { thread, events } of journals) {
    const expected = ofKind(events, 'log').map(({ level, target, msg, properties }) => ({
      level,
      target,
      msg,
      properties,
    }));
    if (expected.length === 0) continue;
    const own = rows.filter(({ msg }) => isOfThread(msg, isShared ? thread : undefined));
    assert.deepEqual(own, expected, `of ${thread}`);
    count += expected.length;
  }
  assert.equal(rows.length, count);
}

/** A server keeps an integer as the nearest f64. @param {any[]} rows @param {Journal[]} journals */
export function assertMetrics(rows, journals) {
  let count = 0;
  for (const [index, { thread, events }] of journals.entries()) {
    const expected = ofKind(events, 'metric').map(({ target, name, unit, value, properties }) => ({
      target,
      name,
      unit,
      value: toNumber(value),
      properties,
    }));
    if (expected.length === 0) continue;
    const own = rows.filter(
      ({ name, value }) =>
        name !== 'worker_round' || journals.length === 1 || Math.floor(value / 1e6) === index,
    );
    assert.deepEqual(own, expected, `of ${thread}`);
    count += expected.length;
  }
  assert.equal(rows.length, count);
}

/**
 * Every span is there, and no other, with its parent.
 *
 * @param {Map<string, any[]>} threads @param {Journal[]} journals
 */
export function assertSpans(threads, journals) {
  for (const { thread, events } of journals) {
    /** @type {any[]} */
    const expected = [];
    /** @type {string[]} */
    const open = [];
    for (const { kind, name, line } of events) {
      if (kind === 'begin') {
        const place = { target: 'server_test', filename: 'tests/server/kinds.cpp', line };
        expected.push({ name, ...place, parents: [...open] });
        open.push(name);
      } else if (kind === 'end') {
        open.pop();
      }
    }
    assert.deepEqual((threads.get(thread) ?? []).map(toSite), expected, `of ${thread}`);
  }
}

/** @param {any} span */
export const toSite = ({ name, target, filename, line, parents }) => ({
  name,
  target,
  filename,
  line,
  parents,
});
