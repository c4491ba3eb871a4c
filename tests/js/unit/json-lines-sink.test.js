import { execFile } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { jsonLinesSink } from '../../../js/index.js';
import { record } from './record.js';

const run = promisify(execFile);

/** @param {PassThrough} stream */
const linesOf = (stream) =>
  String(stream.read() ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

test('a record is a line', () => {
  const stream = new PassThrough();
  const sink = jsonLinesSink(stream);
  sink(record({ message: 'one\ntwo', properties: { rows: 406 } }));
  sink(record({ message: 'grüße 🎈' }));
  expect(linesOf(stream)).toEqual([
    record({ message: 'one\ntwo', properties: { rows: 406 } }),
    record({ message: 'grüße 🎈' }),
  ]);
});

test('values that JSON does not have are converted', () => {
  const stream = new PassThrough();
  const loop = { name: 'loop', self: {} };
  loop.self = loop;
  let deep = {};
  for (let i = 0; i < 20; ++i) deep = { deep };
  const cause = new Error('sector 7');
  const properties = {
    error: Object.assign(new TypeError('disk full', { cause }), { code: 'ENOSPC' }),
    big: 2n ** 64n,
    map: new Map([['a', new Set([1, 2])]]),
    date: new Date(0),
    loop,
    deep,
    call: function save() {},
    symbol: Symbol('s'),
    numbers: [NaN, Infinity, -0.5],
    twice: [cause.message, cause.message],
    nothing: null,
    left: undefined,
    hostile: {
      get name() {
        throw new Error('no');
      },
    },
    json: {
      toJSON() {
        throw new Error('never');
      },
    },
  };
  jsonLinesSink(stream)(record({ properties }));
  const [line] = linesOf(stream);
  expect(line.properties).toMatchObject({
    error: {
      name: 'TypeError',
      message: 'disk full',
      code: 'ENOSPC',
      stack: expect.stringContaining('json-lines-sink.test.js'),
      cause: { name: 'Error', message: 'sector 7' },
    },
    big: '18446744073709551616',
    map: { a: [1, 2] },
    date: '1970-01-01T00:00:00.000Z',
    loop: { name: 'loop', self: '[circular]' },
    call: '[function save]',
    symbol: 'Symbol(s)',
    numbers: ['NaN', 'Infinity', -0.5],
    twice: ['sector 7', 'sector 7'],
    nothing: null,
    hostile: { name: '[Error: no]' },
    json: '[Error: never]',
  });
  expect(JSON.stringify(line.properties.deep)).toContain('"[nested too deep]"');
});

test('flush waits for the stream', async () => {
  /** @type {(() => void)[]} */
  const written = [];
  const stream = {
    /**
     * @param {string} _text
     * @param {() => void} [done]
     */
    write(_text, done) {
      if (done) written.push(done);
    },
  };
  const sink = jsonLinesSink(stream);
  await sink.flush(); // nothing to wait for
  sink(record());
  let flushed = false;
  const flush = sink.flush().then(() => (flushed = true));
  await Promise.resolve();
  expect(flushed).toBe(false);
  written.forEach((done) => done());
  await flush;
});

test('a stream that does not keep up loses records, and they are counted', () => {
  /** @type {any[]} */
  const lines = [];
  const stream = { writableLength: 0, write: (/** @type {string} */ text) => lines.push(JSON.parse(text)) };
  const sink = jsonLinesSink(stream, { maxWaiting: 100 });
  sink(record({ message: 'before' }));
  stream.writableLength = 101;
  for (const message of 'abc') sink(record({ message }));
  stream.writableLength = 100;
  sink(record({ message: 'after' }));
  sink(record({ message: 'and on' }));
  expect(lines).toMatchObject([
    { message: 'before' },
    {
      target: 'micromegas.meta',
      level: 'warn',
      message: 'the stream was full; 3 records were dropped',
      properties: { dropped: 3 },
    },
    { message: 'after' },
    { message: 'and on' },
  ]);
});

test('an error of the stream is thrown at the next record, and does not end the process', () => {
  const stream = new PassThrough();
  const sink = jsonLinesSink(stream);
  sink(record());
  const error = new Error('EPIPE');
  stream.emit('error', error);
  expect(() => sink(record())).toThrow(error);
  expect(() => sink(record())).not.toThrow();
});

test('a record that the stream refuses by an exception is counted, and the next one is written', () => {
  const stream = new PassThrough();
  const sink = jsonLinesSink(stream);
  const { write } = stream;
  stream.write = () => {
    throw new Error('closed');
  };
  expect(() => sink(record({ message: 'refused' }))).toThrow('closed');
  stream.write = write;
  sink(record({ message: 'written' }));
  expect(sink.counts?.lost.refused).toBe(1);
  expect(linesOf(stream)).toMatchObject([{ message: 'written' }]);
});

test('sinks hear the errors of a stream by one listener, which stays; close leaves it open', () => {
  const stream = new PassThrough();
  const before = stream.listenerCount('error');
  for (let i = 0; i < 20; ++i) {
    const sink = jsonLinesSink(stream);
    sink(record());
    sink[Symbol.dispose]();
    sink(record());
  }
  expect(stream.listenerCount('error')).toBe(before + 1);
  expect(stream.writable).toBe(true);
  expect(linesOf(stream)).toHaveLength(40);
});

describe('a stream that cannot be opened', () => {
  const root = new URL('../../../', import.meta.url);

  /** @param {string} code */
  async function inNode(code) {
    const script = `
      import { createWriteStream } from 'node:fs';
      import { init, jsonLinesSink } from '${new URL('js/index.js', root)}';
      import { fakeModule } from '${new URL('tests/js/unit/fake-module.js', root)}';
      const stream = createWriteStream('/nonexistent/app.log');
      const sink = jsonLinesSink(stream);
      const tracing = await init({ module: fakeModule(), sinks: [sink] });
      const log = tracing.logger('app');
      const failed = new Promise((resolve) => stream.on('close', resolve));
      ${code}
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(JSON.stringify(sink.counts));`;
    return run(process.execPath, ['--input-type=module', '-e', script]);
  }

  test.each([
    ['with records at once', "log.info('a'); await failed; log.info('b');", 'sink 0 failed', 2],
    ['with the first record later', "await failed; log.info('a'); log.info('b');", 'sink 0 failed', 2],
    ['before a shutdown', "log.info('a'); await failed; tracing.shutdown();", 'that is closed failed', 1],
    ['after a shutdown', "log.info('a'); tracing.shutdown(); await failed;", 'that is closed failed', 1],
  ])('is reported once, and its lines are counted: %s', async (_, code, report, lost) => {
    const { stdout, stderr } = await inNode(code);
    expect(stderr.match(/^micromegas-tracing:.*/gm)).toEqual([expect.stringContaining(report)]);
    expect(stderr).toContain('ENOENT');
    const counts = JSON.parse(stdout);
    expect(counts).toMatchObject({ delivered: 0, waiting: 0 });
    expect(counts.lost.refused).toBe(lost);
  });
});

test.each(
  /** @type {[unknown, object | undefined, Error][]} */ ([
    [
      'out.log',
      {},
      new TypeError('jsonLinesSink: the stream is "out.log"; allowed is a writable stream of Node'),
    ],
    [
      undefined,
      {},
      new TypeError('jsonLinesSink: the stream is undefined; allowed is a writable stream of Node'),
    ],
    [
      { write() {} },
      { maxWaiting: 0 },
      new RangeError('jsonLinesSink: option "maxWaiting" is 0; allowed is a number above 0'),
    ],
  ]),
)('refuses %j, %j', (stream, options, error) => {
  expect(() => jsonLinesSink(/** @type {any} */ (stream), options)).toThrow(error);
});
