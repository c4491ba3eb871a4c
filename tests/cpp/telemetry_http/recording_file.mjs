/** Reads a recording, as docs/guide/recording.md describes the file. */

import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';

const KINDS = /** @type {const} */ ({ PROC: 'process', STRM: 'stream', BLCK: 'block' });

/** @param {Buffer} bytes */
function* itemsOf(bytes) {
  assert.equal(bytes.toString('hex', 0, 8), '894d4d52450d0a0a');
  assert.equal(bytes.readUInt32LE(8), 1);
  assert.equal(bytes.readUInt32LE(12), crc32(bytes.subarray(0, 12)));
  for (let at = 16; at < bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 16, at + 16 + size);
    assert.equal(body.length, size);
    assert.equal(bytes.readUInt32LE(at + 8), crc32(body));
    assert.equal(bytes.readUInt32LE(at + 12), crc32(bytes.subarray(at, at + 12)));
    yield { kind: bytes.toString('latin1', at, at + 4), body };
    at += 16 + size;
  }
}

/**
 * Checks every item, and keeps those that a server gets.
 *
 * @param {Buffer} bytes @param {import('./strict_server.mjs').StrictServer} store
 * @returns the kinds of the items, in order
 */
export function storeRecording(bytes, store) {
  /** @type {string[]} */
  const kinds = [];
  for (const { kind, body } of itemsOf(bytes)) {
    kinds.push(kind);
    const name = KINDS[/** @type {keyof typeof KINDS} */ (kind)];
    if (name) store.store(name, body);
  }
  return kinds;
}
