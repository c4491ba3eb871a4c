import { MessageChannel } from 'node:worker_threads';

import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

import { portSink, receive } from '../../../js/sinks/port-sink.js';
import { record as makeRecord } from './record.js';

/** @type {MessageChannel} */
let channel;
/** @type {import('../../../js/record/record.js').LogRecord[]} */
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

test('a sink that throws is reported once, and the program that receives goes on', async () => {
  const consoleError = jest.spyOn(console, 'error').mockImplementation(() => {});
  const error = new Error('disk full');
  receive(channel.port2, (record) => {
    records.push(record);
    throw error;
  });
  for (const message of ['a', 'b']) portSink(channel.port1)(makeRecord({ message }));
  await arrival();
  expect(records.map(({ message }) => message)).toEqual(['a', 'b']);
  expect(consoleError.mock.calls).toEqual([
    ['micromegas-tracing: sink 0 failed; this is reported once', error],
  ]);
  consoleError.mockRestore();
});

test('values that cannot be cloned are converted as for JSON', async () => {
  receive(channel.port2, (record) => void records.push(record));
  const done = () => {};
  const bare = Object.create(null);
  portSink(channel.port1)(makeRecord({ properties: { rows: 3, done, bare } }));
  await arrival();
  expect(records[0]?.properties).toEqual({
    rows: 3,
    done: '[function done]',
    bare: {},
    worker: 'worker',
  });
});

test('a port that is none, a sink that is none and a misspelt option are refused', () => {
  const nothing = /** @type {any} */ ({});
  expect(() => portSink(nothing)).toThrow(
    'portSink: the port is an object; allowed is an object with postMessage()',
  );
  expect(() => receive(nothing, () => {})).toThrow(
    'receive: the port is an object; allowed is an object with addEventListener() or on()',
  );
  expect(() => receive(channel.port2, nothing)).toThrow(
    'receive: the sink is an object; allowed is a function',
  );
  expect(() => portSink(channel.port1, /** @type {any} */ ({ nmae: 'loader' }))).toThrow(
    'portSink: option "nmae" is not known; allowed are name',
  );
});
