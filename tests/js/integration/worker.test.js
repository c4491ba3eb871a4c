// A module inside a worker: its entries reach the listeners outside.
import { Worker } from 'node:worker_threads';

import { afterEach, expect, test } from '@jest/globals';

import { memorySink, receive } from 'micromegas-tracing';

import { probeFile } from './probe.js';

/** @type {Worker} */
let worker;
afterEach(() => worker.terminate());

test('C++ entries of a worker arrive with the worker’s name', async () => {
  worker = new Worker(new URL('../probe/worker.mjs', import.meta.url));
  const memory = memorySink();
  receive(worker, memory);
  await new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message) => message === 'done' && resolve(undefined));
  });
  expect(memory.records).toHaveLength(6);
  expect(memory.records[2]).toMatchObject({
    level: 'warn',
    target: 'probe',
    message: 'warn message',
    file: probeFile,
    properties: { worker: 'loader' },
    module: 'probe',
  });
});
