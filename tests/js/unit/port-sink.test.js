import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { portSink, receive } from '../../../js/port-sink.js';
import { record as makeRecord } from './record.js';

/** @type {MessageChannel} */
let channel;
/** @type {import('../../../js/record.js').LogRecord[]} */
let records;

beforeEach(() => {
  channel = new MessageChannel();
  records = [];
});
afterEach(() => channel.port1.close());

const arrival = () => new Promise((resolve) => setTimeout(resolve, 20));

test.each([
  ['of the web', (/** @type {any} */ port) => port],
  ['of Node', (/** @type {any} */ port) => ({ on: port.on.bind(port), off: port.off.bind(port) })],
])('a record crosses a port %s, with the name of the worker', async (_of, seen) => {
  const stop = receive(seen(channel.port2), (record) => void records.push(record));
  channel.port2.start();
  const record = makeRecord({ message: 'loaded', properties: { rows: 3 } });
  portSink(channel.port1, { name: 'loader' })(record);
  channel.port1.postMessage({ of: 'the worker' });
  channel.port1.postMessage(null);
  await arrival();
  expect(records).toEqual([{ ...record, properties: { rows: 3, worker: 'loader' } }]);
  stop();
  portSink(channel.port1, { name: 'loader' })(record);
  await arrival();
  expect(records).toHaveLength(1);
});

test('what cannot be cloned goes as text', async () => {
  receive(channel.port2, (record) => void records.push(record));
  channel.port2.start();
  portSink(channel.port1, { name: 'loader' })(
    makeRecord({ properties: { rows: 3, done: jest.fn, id: Symbol('x') } }),
  );
  await arrival();
  expect(records[0]?.properties).toEqual({
    rows: '3',
    done: expect.stringContaining('function'),
    id: 'Symbol(x)',
    worker: 'loader',
  });
});

test('a port that is none is refused', () => {
  const port = /** @type {any} */ ({});
  expect(() => portSink(port, { name: 'loader' })).toThrow(/^portSink: the port is .*; allowed is/);
});
