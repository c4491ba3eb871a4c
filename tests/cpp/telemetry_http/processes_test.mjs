/** Delivery by two programs at once, and by one whose wall clock steps. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Program, THREADS, assertAllArrived, assertTrueCounts, events } from './program.mjs';
import { StrictServer } from './strict_server.mjs';

test('two programs at once, through an outage', async () => {
  const server = await new StrictServer().start();
  const children = [new Program({ url: server.url }), new Program({ url: server.url })];
  for (let round = 0; round < 10; ++round) {
    const recorded = children.map((child) => child.tell('record 100'));
    if (round === 5) {
      await server.stop();
      await sleep(1);
      await server.start();
    }
    await Promise.all(recorded);
  }
  await Promise.all(children.map((child) => child.settled()));
  const counts = await Promise.all(children.map((child) => child.end()));
  assert.deepEqual(server.problems, []);
  assert.equal(server.items.process.size, 2);
  const stored = server.readEvents();
  const delivered = counts.reduce((total, count) => total + events(count, 'delivered'), 0);
  assert.equal(Object.values(stored).flat().length, delivered);
  const own = stored.log.filter((event) => event.msg?.startsWith('thread '));
  assert.equal(own.length, 2 * 10 * THREADS * 100);
  await server.stop();
});

async function throughSteps() {
  const server = await new StrictServer().start();
  let left = 4;
  server.fault = (_, response) => {
    if (left-- <= 0) return false;
    response.writeHead(503).end();
    return true;
  };
  const child = new Program({ url: server.url }, {}, process.env.STEPPING_PROGRAM);
  await child.tell('record 1000');
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 1000);
  const times = [...server.items.block.values()].flatMap((block) => [block.begin_time, block.end_time]);
  const [first, last] = [Math.min(...times.map(Date.parse)), Math.max(...times.map(Date.parse))];
  assert.ok(last - first > 3_000_000, 'it stepped');
  await server.stop();
}

// Sanitizers have a clock of their own.
if (process.env.STEPPING_PROGRAM) {
  test('the wall clock steps by an hour, back and forth, and the server refuses for a while', throughSteps);
}
