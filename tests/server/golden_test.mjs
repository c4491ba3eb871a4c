/** The reader of the published crates reads our blocks, event by event. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readBlock } from '../js/wire/block-reader.js';
import { Program } from './program.mjs';
import { RealServer } from './real_server.mjs';
import { sendBlock } from './wire.mjs';

const golden = join(import.meta.dirname, '..', 'golden');
const server = new RealServer();
before(() => server.start());
after(() => server.stop());

/** @param {string} digits */
const bytes = (digits) => Uint8Array.from(Buffer.from(digits, 'hex'));

/** Numbers of more than 15 digits as text, which JavaScript's numbers cannot hold. @param {string} json */
const parse = (json) => JSON.parse(json.replace(/(?<=[:,[])(-?\d{16,})(?=[,}\]])/g, '"$1"'));

/**
 * As parse_block shows it: with the id of metadata, and "__type" where golden blocks have "type".
 *
 * @param {any} value @returns {any}
 */
function fromServer(value) {
  if (value === null || typeof value !== 'object') return value;
  const { __type: type, id, properties, ...members } = value;
  assert.ok(id === undefined || type !== undefined);
  const shown = Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, fromServer(member)]),
  );
  return { type, ...shown, ...(properties && { properties: propertySet(properties) }) };
}

/** @param {any} value */
function propertySet({ properties = {}, ...others }) {
  const names = properties.__type ? { ...properties } : { ...others, ...properties };
  delete names.__type;
  return names;
}

/** Texts of numbers become numbers of JSON, or null where it has none, and images their size. @param {any} value @returns {any} */
function expectedFromServer(value) {
  if (typeof value === 'bigint') return expectedFromServer(String(value));
  if (value instanceof Uint8Array) return `<binary ${value.length} bytes>`;
  if (['NaN', 'Infinity', '-Infinity'].includes(String(value))) return null;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'data' && typeof member === 'string'
        ? `<binary ${member.length / 2} bytes>`
        : name === 'properties'
          ? member
          : expectedFromServer(member),
    ]),
  );
}

/** @param {import('./wire.mjs').Stream} stream @param {import('./wire.mjs').Block} block @param {any[]} expected */
async function assertRead(stream, block, expected) {
  const { process_id, block_id } = await sendBlock(server.url, stream, block);
  await server.untilVisible(process_id);
  const rows = await server.query(
    `SELECT type_name, jsonb_format_json(value) AS value FROM parse_block('${block_id}') ORDER BY object_index`,
  );
  assert.deepEqual(
    rows.map(({ type_name, value }) => ({ ...fromServer(parse(value)), type: type_name })),
    expected.map(expectedFromServer),
  );
}

for (const name of ['log', 'metrics', 'thread', 'image']) {
  test(`the golden block "${name}"`, async () => {
    const { stream, block, expected } = JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'));
    const { dependencies, objects, nb_objects } = block;
    await assertRead(
      stream,
      { nb_objects, dependencies: bytes(dependencies), objects: bytes(objects) },
      expected,
    );
  });
}

test('the blocks that the fuzzers begin with', async () => {
  const program = new Program(server.url);
  const samples = /** @type {any} */ (await program.tell('samples')).journals;
  await program.end();
  assert.equal(samples.length, 4);
  for (const { name, dependencies_metadata, objects_metadata, ...queues } of samples) {
    const dependencies = bytes(queues.dependencies);
    const objects = bytes(queues.objects);
    const events = readBlock({
      dependenciesMetadata: dependencies_metadata,
      objectsMetadata: objects_metadata,
      dependencies,
      objects,
    }).objects;
    const stream = { tags: [name], properties: {}, dependencies_metadata, objects_metadata };
    await assertRead(stream, { nb_objects: events.length, dependencies, objects }, events);
  }
});
