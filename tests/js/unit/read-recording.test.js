// What tests/server reads of a recording.
import { afterAll, expect, test } from '@jest/globals';
import { encode } from 'cborg';
// @ts-expect-error: it has no declarations
import lz4 from 'lz4js';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readRecording } from '../../server/wire.mjs';
import { packed } from './wire-bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'micromegas-recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Without the checksum, which the reader leaves alone. @param {string} kind @param {object} item */
function itemOfFile(kind, item) {
  const body = encode(item);
  const head = Buffer.alloc(16);
  head.write(kind, 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

test('a block of more events than a call takes arguments', () => {
  const count = 300_000;
  const [process_id, stream_id] = ['process', 'stream'];
  const objects_metadata = [packed('Number', { value: 'u8' })];
  const objects = new Uint8Array(2 * count); // type 0, value
  for (let i = 0; i < count; ++i) objects[2 * i + 1] = i % 256;
  const payload = { dependencies: lz4.compress(new Uint8Array()), objects: lz4.compress(objects) };
  const path = join(folder, 'large.mmrec');
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.alloc(16),
      itemOfFile('PROC', { process_id }),
      itemOfFile('STRM', { stream_id, tags: ['log'], dependencies_metadata: [], objects_metadata }),
      itemOfFile('BLCK', { stream_id, payload }),
    ]),
  );
  const { processId, events } = readRecording(path);
  expect(processId).toBe(process_id);
  expect(events.log).toHaveLength(count);
  expect(events.log?.[count - 1]).toEqual({ type: 'Number', value: (count - 1) % 256 });
});
