/** What a server does not take in time waits in the spool, and arrives later, once, whoever sends it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, THREADS, assertAllArrived, events, sum } from './program.mjs';
import { absentServer, given, list, newSpool, send, stored } from './spool.mjs';
import { StrictServer } from './strict_server.mjs';

test('after an outage until the end, the next start delivers everything once', async () => {
  const server = await absentServer();
  const spool = newSpool();
  const first = new Program({ url: server.url, spool, drain: 50 });
  await first.tell('record 500');
  const counts = await first.end();
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'spooled'), given(counts));
  assert.deepEqual(list(spool), [counts.spool]);
  assert.match(
    first.stderr,
    new RegExp(`${given(counts)} events wait in ${counts.spool} for the next start`),
  );

  await server.start();
  const second = new Program({ url: server.url, spool });
  await second.until(({ earlier }) => earlier.files === 1);
  const after = await second.end();
  assert.equal(after.earlier.events, given(counts));
  assert.equal(after.earlier.blocks, counts.blocks.spooled);
  assert.deepEqual(server.problems, []);
  assert.equal(stored(server), given(counts) + given(after));
  assertAllArrived(server, 500);
  assert.equal(server.items.process.size, 2);
  assert.equal(server.repeated, 0);
  assert.deepEqual(list(spool), []);
  await server.stop();
});

test('a program that is over at once delivers what waits, too', async () => {
  const server = await absentServer();
  const spool = newSpool();
  const first = new Program({ url: server.url, spool, drain: 0 });
  await first.tell('record 2000');
  const counts = await first.end();
  await server.start();
  const second = new Program({ url: server.url, spool });
  const after = await second.end();
  assert.equal(after.earlier.events, given(counts));
  assertAllArrived(server, 2000);
  assert.deepEqual(list(spool), []);
  await server.stop();
});

test('a server that is gone in the middle: what it has and what waits is everything, once', async () => {
  const server = await new StrictServer().start();
  const spool = newSpool();
  const first = new Program({ url: server.url, spool, drain: 50 });
  await first.tell('record 300');
  await first.settled();
  await server.stop();
  await first.tell('record 300');
  const counts = await first.end();
  assert.equal(events(counts, 'spooled') + events(counts, 'delivered'), given(counts));
  assert.ok(events(counts, 'spooled') >= 300 * THREADS * 4);
  await server.start();
  const { code, output } = await send([counts.spool, server.url]);
  assert.equal(code, 0, output);
  assert.deepEqual(server.problems, []);
  assert.equal(stored(server), given(counts));
  await server.stop();
});

test('what has no room in memory is spooled, while the program goes on', async () => {
  const server = await absentServer();
  const spool = newSpool();
  const first = new Program({ url: server.url, spool, soft: 1000, hard: 2000 });
  for (let round = 0; round < 20; ++round) await first.tell('record 100');
  await first.until((counts) => events(counts, 'spooled') > 0);
  await server.start();
  await first.settled();
  const counts = await first.end();
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'spooled') + events(counts, 'delivered'), given(counts));
  assert.equal(stored(server), events(counts, 'delivered'));
  const { code, output } = await send([counts.spool, server.url]);
  assert.equal(code, 0, output);
  const told = server
    .readEvents()
    .metrics.filter((event) => event.desc.name === 'telemetry_spooled_events')
    .map((event) => Number(event.value));
  assert.ok(told.length > 0 && Math.max(...told) <= events(counts, 'spooled'));
  assert.equal(stored(server), given(counts));
  assert.deepEqual(server.problems, []);
  await server.stop();
});

test('the file of a living process is left alone, and two starts at once send it once', async () => {
  const server = await absentServer();
  const spool = newSpool();
  const living = new Program({ url: server.url, spool, soft: 1000, hard: 2000 });
  await living.tell('record 100');
  await living.tell('record 100');
  const { spool: path } = await living.until(({ spool: made }) => made !== '');
  const refusal = await send([path, server.url]);
  assert.equal(refusal.code, 1);
  assert.match(refusal.output, new RegExp(`${path}: its program still writes it`));
  const gone = new Program({ url: server.url, spool, drain: 0 });
  await gone.tell('record 400');
  const left = await gone.end();
  await server.start();
  const starts = [1, 2].map(() => new Program({ url: server.url, spool }));
  const [one, two] = await Promise.all(starts.map((start) => start.end()));
  assert.equal(one.earlier.events + two.earlier.events, given(left));
  assert.equal(server.repeated, 0);
  assert.deepEqual(list(spool), [path]);
  await living.settled();
  const counts = await living.end();
  await send([path, server.url]);
  assert.equal(stored(server), given(counts) + given(left) + given(one) + given(two));
  assert.deepEqual(server.problems, []);
  await server.stop();
});

test('SIGKILL while it spools: everything that was spooled arrives', async () => {
  const server = await absentServer();
  const spool = newSpool();
  const first = new Program({ url: server.url, spool, soft: 1000, hard: 2000 });
  for (let round = 0; round < 5; ++round) await first.tell('record 200');
  const counts = await first.until((now) => events(now, 'spooled') > 0);
  first.child.stdin.write('record 20000\n');
  while (statSync(counts.spool).size < 100_000) await sleep(1);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await server.start();
  const after = await new Program({ url: server.url, spool }).end();
  assert.ok(after.earlier.events >= events(counts, 'spooled'));
  assert.equal(stored(server), after.earlier.events + given(after));
  assert.deepEqual(server.problems, []);
  assert.deepEqual(list(spool), []);
  await server.stop();
});

for (const [limit, options, launcher] of /** @type {[string, Record<string, number>, string[]][]} */ ([
  ['the spool has its limit', { spool_max: 30_000 }, []],
  ['the disk is full', {}, ['bash', '-c', 'ulimit -f 30; exec "$0" "$@"']],
])) {
  test(`${limit}: what is in it arrives, and the rest is counted`, async () => {
    const server = await absentServer();
    const spool = newSpool();
    const first = new Program(
      { url: server.url, spool, drain: 0, ...options },
      undefined,
      undefined,
      launcher,
    );
    for (let round = 0; round < 10; ++round) await first.tell('record 1000');
    const counts = await first.end();
    assert.deepEqual(counts.events.map(sum), counts.given);
    assert.ok(events(counts, 'spooled') > 0 && events(counts, 'shutdown') > 0);
    assert.equal(events(counts, 'spooled') + events(counts, 'shutdown'), given(counts));
    assert.match(
      first.stderr,
      new RegExp(`${events(counts, 'shutdown')} of ${given(counts)} events are lost`),
    );
    await server.start();
    const { code, output } = await send([counts.spool, server.url]);
    assert.equal(code, 0, output);
    assert.equal(stored(server), events(counts, 'spooled'));
    assert.deepEqual(server.problems, []);
    await server.stop();
  });
}

test('a spool that cannot be is an error that names it', async () => {
  const spool = join(newSpool(), 'file');
  writeFileSync(spool, '');
  const child = new Program({ url: 'http://127.0.0.1:1', spool });
  await once(child.child, 'exit');
  assert.match(child.stderr, new RegExp(`TelemetryOptions::http.spool is "${spool}", which is no folder`));
});
