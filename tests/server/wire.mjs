/** Items of the wire, as a client that is not the library would send them, and those of a recording. */

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decode, encode } from 'cborg';
// @ts-expect-error: it has no declarations
import lz4 from 'lz4js';
import { readBlock } from '../js/wire/block-reader.js';

const FILE_HEAD = 16;
const ITEM_HEAD = 16;

/**
 * @typedef {import('../js/wire/block-reader.js').UserDefinedType} UserDefinedType
 * @typedef {{ tags: string[], properties: Record<string, string>, dependencies_metadata: UserDefinedType[],
 *   objects_metadata: UserDefinedType[] }} Stream
 * @typedef {{ nb_objects: number, dependencies: Uint8Array, objects: Uint8Array }} Block
 */

/** @param {string} url @param {string} kind @param {object} item */
async function post(url, kind, item) {
  const body = /** @type {Uint8Array<ArrayBuffer>} */ (encode(item));
  const { status } = await fetch(`${url}/ingestion/insert_${kind}`, { method: 'POST', body });
  assert.equal(status, 200, kind);
}

/**
 * Sends a block of a process of its own.
 *
 * @param {string} url @param {Stream} stream @param {Block} block
 */
export async function sendBlock(url, stream, { nb_objects, dependencies, objects }) {
  const [process_id, stream_id, block_id] = [randomUUID(), randomUUID(), randomUUID()];
  const time = new Date().toISOString();
  const names = ['exe', 'username', 'realname', 'computer', 'distro', 'cpu_brand'];
  await post(url, 'process', {
    process_id,
    ...Object.fromEntries(names.map((name) => [name, name])),
    // All of an i64's ticks are within a second, as other times would leave the range of the server's.
    tsc_frequency: 9_000_000_000_000_000_000n,
    start_time: time,
    start_ticks: 0,
    parent_process_id: null,
    properties: {},
  });
  await post(url, 'stream', { process_id, stream_id, ...stream });
  await post(url, 'block', {
    process_id,
    stream_id,
    block_id,
    begin_time: time,
    begin_ticks: 0,
    end_time: time,
    end_ticks: 1,
    payload: {
      dependencies: Uint8Array.from(lz4.compress(dependencies)),
      objects: Uint8Array.from(lz4.compress(objects)),
    },
    object_offset: 0,
    nb_objects,
  });
  return { process_id, block_id };
}

/** The events of every block of a recording, by the stream's tag. @param {string} path */
export function readRecording(path) {
  const bytes = readFileSync(path);
  /** @type {Record<string, any[]>} */
  const events = { log: [], metrics: [], cpu: [], image: [] };
  /** @type {Map<string, any>} */
  const streams = new Map();
  let processId = '';
  for (let offset = FILE_HEAD; offset < bytes.length;) {
    const kind = bytes.toString('latin1', offset, offset + 4);
    const start = offset + ITEM_HEAD;
    offset = start + bytes.readUInt32LE(offset + 4);
    const item = decode(bytes.subarray(start, offset));
    if (kind === 'PROC') {
      processId = item.process_id;
    } else if (kind === 'STRM') {
      streams.set(item.stream_id, item);
    } else if (kind === 'BLCK') {
      const stream = streams.get(item.stream_id);
      const { objects } = readBlock({
        dependenciesMetadata: stream.dependencies_metadata,
        objectsMetadata: stream.objects_metadata,
        dependencies: Uint8Array.from(lz4.decompress(item.payload.dependencies)),
        objects: Uint8Array.from(lz4.decompress(item.payload.objects)),
      });
      for (const event of objects) events[stream.tags[0]]?.push(event); // too many to be arguments of a call
    }
  }
  return { processId, events };
}
