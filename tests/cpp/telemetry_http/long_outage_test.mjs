/** Half an hour without a server, which the program's clock makes of two seconds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, events, sum } from './program.mjs';
import { given, newSpool, send, stored } from './spool.mjs';
import { StrictServer } from './strict_server.mjs';

test('30 minutes without a server: logs arrive, spans are spooled after 10, and all is sent later', async () => {
  const server = await new StrictServer().start();
  const hours = 100 * 3600 * 1000;
  const child = new Program({ url: server.url, spool: newSpool(), timeout: hours, drain: hours });
  let isAway = true;
  server.fault = (request, response) => {
    if (!isAway || !request.url?.endsWith('block')) return false;
    response.writeHead(503).end();
    return true;
  };
  const { seconds: begin } = await child.tell('record 100');
  while ((await child.tell('counts')).seconds < begin + 30 * 60) {
    await sleep(20);
  }
  const before = child.counts;
  const cpu = before.events[2];
  assert.ok(cpu.spooled > 0, 'the first spans were tried for 10 minutes');
  assert.equal(before.events[0].spooled, 0, 'log entries are tried for an hour');
  assert.equal(events(before, 'delivered'), 0);
  isAway = false;
  await child.settled();
  const counts = await child.end();
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'delivered') + events(counts, 'spooled'), given(counts));
  assert.equal(stored(server), events(counts, 'delivered'));
  const { code, output } = await send([counts.spool, server.url]);
  assert.equal(code, 0, output);
  assert.equal(stored(server), given(counts));
  assert.deepEqual(server.problems, []);
  await server.stop();
});
