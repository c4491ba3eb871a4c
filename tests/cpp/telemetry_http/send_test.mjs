/** The command that sends a recording. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, THREADS } from './program.mjs';
import { StrictServer } from './strict_server.mjs';
import { absentServer, command, given, list, newSpool, send, stored } from './spool.mjs';

/** @param {import('./strict_server.mjs').StrictServer} server */
async function makeRecording(server) {
  const first = new Program({ url: server.url, key: 's3cret', spool: newSpool(), drain: 0 });
  for (let round = 0; round < 40; ++round) await first.tell('record 50');
  return first.end();
}

test('a server that is killed and restarted, and a break by force, lead to no doubles', async () => {
  const server = await absentServer();
  const counts = await makeRecording(server);
  await server.start();
  server.authorization = 'Bearer s3cret';
  server.delay = 2;
  const key = { MICROMEGAS_INGESTION_API_KEY: 's3cret' };
  const child = spawn(command, ['send', counts.spool, server.url], { env: { ...process.env, ...key } });
  while (server.items.block.size < 60) await sleep(1);
  assert.ok(!readFileSync(`/proc/${child.pid}/cmdline`, 'latin1').includes('s3cret'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(!readFileSync(counts.spool, 'latin1').includes('s3cret'));
  const before = server.requests;
  assert.match(readFileSync(`${counts.spool}.sent`, 'utf8'), /^http:.*\n[0-9a-f-]{36}\n$/);
  const again = send([counts.spool, server.url], key);
  while (server.requests < before + 20) await sleep(1);
  await server.stop();
  await sleep(20);
  await server.start();
  const { code, output } = await again;
  assert.equal(code, 0, output);
  assert.match(output, /^1 of 1 files/m);
  assert.ok(!output.includes('s3cret'));
  assert.deepEqual(server.problems, []);
  assert.equal(stored(server), given(counts));
  assert.ok(server.repeated < 60, `${server.repeated} items were sent again`);
  assert.equal(list(join(counts.spool, '..')).length, 1, 'no progress is left');
  await server.stop();
});

test('a recording has properties of spans, and a server gets them where it is said to know them', async () => {
  const absent = await absentServer();
  const program = new Program({ url: absent.url, spool: newSpool(), span_properties: 1, drain: 0 });
  await program.tell('record 50');
  const counts = await program.end();
  for (const isKnown of [false, true]) {
    const server = await new StrictServer().start();
    const variable = { MICROMEGAS_TELEMETRY_SPAN_PROPERTIES: `${isKnown}` };
    const { code, output } = await send([counts.spool, server.url], variable);
    assert.equal(code, 0, output);
    assert.equal(stored(server), given(counts));
    const tagged = server.readEvents().cpu.filter((event) => event.type === 'TaggedEndThreadSpanEvent');
    assert.equal(tagged.length, isKnown ? THREADS * 50 : 0);
    await server.stop();
  }
});

test('a refusal names file, offset and status; the next try goes on', async () => {
  const server = await absentServer();
  const counts = await makeRecording(server);
  await server.start();
  let left = 30;
  server.fault = (_request, response) => {
    if (--left > 0) return false;
    response.writeHead(403).end();
    return true;
  };
  const refusal = await send([counts.spool, server.url]);
  assert.equal(refusal.code, 1);
  assert.match(
    refusal.output,
    new RegExp(`${counts.spool}, byte \\d+: the server refused this \\w+: HTTP 403`),
  );
  server.fault = undefined;
  assert.equal((await send([counts.spool, server.url])).code, 0);
  assert.equal(stored(server), given(counts));
  await server.stop();
});

test('damage is named, and the rest is sent; wrong arguments are errors', async () => {
  const server = await absentServer();
  const counts = await makeRecording(server);
  await server.start();
  const bytes = readFileSync(counts.spool);
  const at = bytes.indexOf('BLCK');
  bytes.writeUInt8(bytes.readUInt8(at + 100) ^ 0xff, at + 100);
  writeFileSync(counts.spool, bytes);
  truncateSync(counts.spool, bytes.length - 3);
  const { code, output } = await send([counts.spool, server.url]);
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`${counts.spool}, byte ${at}: the checksum of an item is wrong`));
  assert.match(output, /its last \d+ bytes cannot be sent/);
  assert.equal(server.items.block.size, counts.blocks.spooled - 1);
  for (const [args, problem, status] of /** @type {[string[], RegExp, number][]} */ ([
    [[counts.spool, 'nowhere:'], /the URL "nowhere:" /, 2],
    [[counts.spool], /required/, 2],
    [['--help'], /credential is that of [^]*exit code is 1 /, 0],
    [[`${counts.spool}.missing`, server.url], /\.missing: cannot be opened: No such file/, 1],
    [[command, server.url], /this is not a recording/, 1],
  ])) {
    const result = await send(args);
    assert.equal(result.code, status, result.output);
    assert.match(result.output, problem);
  }
  await server.stop();
});
