import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { readBlock } from '../wire/block-reader.js';
import { checkStreamTypes } from '../wire/stream-types.js';

const folder = join(import.meta.dirname, '..', '..', 'golden');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/**
 * See tests/golden/README.md.
 *
 * @typedef {object} Golden
 * @property {import('../wire/stream-types.js').StreamTypes} stream
 * @property {{ nb_objects: number, object_offset: number, dependencies: string, objects: string }} block
 * @property {{ type: string }[]} expected
 */

/**
 * @param {string} name
 * @returns {Golden}
 */
function readGolden(name) {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** @param {string} digits */
function fromHex(digits) {
  expect(digits).toMatch(/^([0-9a-f]{2})*$/);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/**
 * A value as the golden files write it.
 *
 * @param {import('../wire/type-table.js').Value} value
 * @returns {unknown}
 */
function toJson(value) {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'string') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}

test('there is a golden block of every stream', () => {
  expect(names.sort()).toEqual(['image.json', 'log.json', 'metrics.json', 'thread.json']);
});

describe.each(names)('%s', (name) => {
  const { stream, block, expected } = readGolden(name);

  test('describes its types as the analytics expects them', () => {
    checkStreamTypes(stream);
  });

  test('has an event of every type', () => {
    const declared = stream.objects_metadata.filter((type) => !type.is_reference).map((type) => type.name);
    expect([...new Set(expected.map(({ type }) => type))].sort()).toEqual(declared.sort());
  });

  test('has the expected meaning', () => {
    const { objects } = readBlock({
      dependenciesMetadata: stream.dependencies_metadata,
      objectsMetadata: stream.objects_metadata,
      dependencies: fromHex(block.dependencies),
      objects: fromHex(block.objects),
    });
    expect(objects.map(toJson)).toEqual(expected);
    expect(block.nb_objects).toBe(expected.length);
  });
});
