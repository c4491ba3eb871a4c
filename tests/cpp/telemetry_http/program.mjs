/** The program that is tested, and how its counts are compared with the server's. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {import('./strict_server.mjs').StrictServer} StrictServer */

const program = /** @type {string} */ (process.env.HTTP_PROGRAM);
export const THREADS = 4;
const FATES = ['waiting', 'delivered', 'spooled', 'queue_full', 'gave_up', 'refused', 'shutdown', 'memory'];
const TAGS = /** @type {const} */ (['log', 'metrics', 'cpu', 'image']);

export class Program {
  stderr = '';
  /** @type {any} */
  counts;

  /**
   * @param {Record<string, string | number>} options
   * @param {NodeJS.ProcessEnv} [environment]
   * @param {string} [path]
   * @param {string[]} [launcher] a command that starts it
   */
  constructor(options, environment, path = program, launcher = []) {
    // The machine may be slow: what waits is delivered, unless a test is about an end without it.
    const list = Object.entries({ drain: 300_000, ...options }).map(([name, value]) => `${name}=${value}`);
    const [command = path, ...words] = [...launcher, path, ...list];
    this.child = spawn(command, words, { env: { ...process.env, ...environment } });
    this.child.stderr.on('data', (text) => (this.stderr += text));
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** @param {string} command */
  async tell(command) {
    this.child.stdin.write(`${command}\n`);
    const { value } = await this.lines.next();
    assert.ok(value, `the program ended at "${command}": ${this.stderr}`);
    this.counts = JSON.parse(value);
    return this.counts;
  }

  /** @param {(counts: any) => boolean} isReached */
  async until(isReached) {
    while (!isReached(await this.tell('counts'))) await sleep(20);
    return this.counts;
  }

  /** Nothing waits any more. */
  settled() {
    return this.until((counts) =>
      [counts.metadata, counts.blocks, ...counts.events].every((c) => c.waiting === 0),
    );
  }

  async end() {
    const counts = await this.tell('end');
    const [code] = await once(this.child, 'exit');
    assert.equal(code, 0, this.stderr);
    return counts;
  }
}

/** @param {any} fates */
export const sum = (fates) => FATES.reduce((total, fate) => total + fates[fate], 0);

/** @param {any} counts @param {string} fate */
export const events = (counts, fate) =>
  counts.events.reduce((/** @type {number} */ total, /** @type {any} */ c) => total + c[fate], 0);

/**
 * Every event that the sink was given has one fate, and the server has those that were delivered.
 *
 * @param {any} counts @param {StrictServer} server
 */
export function assertTrueCounts(counts, server) {
  assert.deepEqual(server.problems, []);
  assert.deepEqual(counts.events.map(sum), counts.given);
  const stored = server.readEvents();
  assert.deepEqual(
    counts.events.map((/** @type {any} */ fates) => fates.delivered),
    TAGS.map((tag) => stored[tag].length),
  );
  assert.equal(counts.blocks.delivered, server.items.block.size);
  return stored;
}

/** @param {StrictServer} server @param {number} count of each thread */
export function assertAllArrived(server, count) {
  const stored = server.readEvents();
  const messages = stored.log.map((event) => event.msg).filter((text) => text?.startsWith('thread '));
  const numbers = stored.metrics
    .filter((event) => event.desc.name === 'number')
    .map((event) => Number(event.value));
  /** @type {string[]} */
  const expected = [];
  /** @type {number[]} */
  const values = [];
  for (let thread = 0; thread < THREADS; ++thread) {
    for (let i = 0; i < count; ++i) {
      expected.push(`thread ${thread} number ${i}`);
      values.push(thread * 1_000_000 + i);
    }
    const own = messages.filter((text) => text.startsWith(`thread ${thread} `));
    assert.deepEqual(own, expected.slice(-count), 'in the order of its thread');
  }
  assert.equal(messages.length, expected.length);
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    values,
  );
  const begins = stored.cpu.filter((event) => event.type === 'BeginThreadSpanEvent');
  const ends = stored.cpu.filter((event) => event.type === 'EndThreadSpanEvent');
  assert.equal(begins.length, THREADS * count);
  assert.equal(ends.length, THREADS * count);
  assert.ok(begins.every((event) => event.thread_span_desc.name === 'work'));
}
