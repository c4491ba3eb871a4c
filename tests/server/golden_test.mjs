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
const own = ['log', 'metrics', 'thread', 'image'];
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

/**
 * @typedef {{ name: string, stream: import('./wire.mjs').Stream, block: import('./wire.mjs').Block, expected: any[] }} Sample
 * `expected` has only the types of a block that our own reader does not know
 */

/** @param {string} name @returns {Sample} */
function readGolden(name) {
  const { stream, block, expected } = JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'));
  const { dependencies, objects, nb_objects } = block;
  return {
    name,
    stream,
    block: { nb_objects, dependencies: bytes(dependencies), objects: bytes(objects) },
    expected,
  };
}

/** @param {Uint8Array} objects @param {import('./wire.mjs').Stream['objects_metadata']} types */
function typesOf(objects, types) {
  const view = new DataView(objects.buffer, objects.byteOffset, objects.byteLength);
  const names = [];
  for (let offset = 0; offset < objects.length;) {
    const { name = '', size = 0 } = types[view.getUint8(offset)] ?? {};
    names.push({ type: name });
    offset += size > 0 ? 1 + size : 5 + view.getUint32(offset + 1, true);
  }
  return names;
}

/** What the fuzzers begin with: our blocks, and those of other clients. @returns {Promise<Sample[]>} */
async function readSeeds() {
  const program = new Program(server.url);
  const seeds = /** @type {any} */ (await program.tell('samples')).journals;
  await program.end();
  return seeds.map((/** @type {any} */ { name, dependencies_metadata, objects_metadata, ...queues }) => {
    const [dependencies, objects] = [bytes(queues.dependencies), bytes(queues.objects)];
    const types = typesOf(objects, objects_metadata);
    const expected = own.includes(name)
      ? readBlock({
          dependenciesMetadata: dependencies_metadata,
          objectsMetadata: objects_metadata,
          dependencies,
          objects,
        }).objects
      : types;
    return {
      name,
      stream: { tags: [name], properties: {}, dependencies_metadata, objects_metadata },
      block: { nb_objects: types.length, dependencies, objects },
      expected,
    };
  });
}

test('golden blocks, and those that the fuzzers begin with', async (t) => {
  const samples = [...own.map(readGolden), ...(await readSeeds())];
  const sent = await Promise.all(samples.map(({ stream, block }) => sendBlock(server.url, stream, block)));
  for (const [index, { name, expected }] of samples.entries()) {
    await t.test(`${name} ${index}`, async () => {
      const { process_id, block_id } = /** @type {typeof sent[0]} */ (sent[index]);
      await server.untilVisible(process_id);
      const rows = await server.query(
        `SELECT type_name, jsonb_format_json(value) AS value FROM parse_block('${block_id}') ORDER BY object_index`,
      );
      const events = rows.map(({ type_name: type, value }) =>
        own.includes(name) ? { ...fromServer(parse(value)), type } : { type },
      );
      assert.deepEqual(events, expected.map(expectedFromServer));
    });
  }
});
