/** Reads blocks of a native program. */

import { dependencyReaders, eventReaders } from './custom-readers.js';
import { Dependencies } from './dependencies.js';
import { splitQueue } from './queue.js';
import { TypeTable } from './type-table.js';

/** @typedef {import('./type-table.js').UserDefinedType} UserDefinedType */
/** @typedef {import('./type-table.js').Value} Value */
/** @typedef {import('./type-table.js').Struct} Struct */

/**
 * @typedef {object} Block
 * @property {readonly UserDefinedType[]} dependenciesMetadata the stream's description of its dependencies
 * @property {readonly UserDefinedType[]} objectsMetadata the stream's description of its events
 * @property {Uint8Array} dependencies the queue, not compressed
 * @property {Uint8Array} objects the queue, not compressed
 */

/**
 * The events of a block, in their order. An id is replaced by the dependency that has it: a string, a property set as
 * a plain object, static metadata as `{ type, ...members }` without its id, which means nothing outside the block.
 * Events that name the same dependency share it.
 *
 * @param {Block} block
 * @returns {{ objects: Struct[] }}
 * @throws {RangeError} for metadata or bytes that are not valid, with the type and the offset in the queue
 */
export function readBlock({ dependenciesMetadata, objectsMetadata, dependencies, objects }) {
  const dependencyTypes = new TypeTable('dependencies_metadata', dependenciesMetadata);
  const objectTypes = new TypeTable('objects_metadata', objectsMetadata);
  return { objects: readEvents(objects, objectTypes, readDependencies(dependencies, dependencyTypes)) };
}

/**
 * @param {Uint8Array} bytes
 * @param {TypeTable} types
 */
function readDependencies(bytes, types) {
  const dependencies = new Dependencies();
  for (const { type, object } of splitQueue('dependencies', bytes, types)) {
    const begin = object.offset;
    const read = type.size === 0 ? customReader(dependencyReaders, type, object) : readStaticDependency;
    const { id, value } = read(object, { types, dependencies }, type);
    object.expectEnd();
    if (dependencies.has(id)) throw object.error(`an earlier dependency has the id ${id}`, begin);
    dependencies.add(id, value);
  }
  return dependencies;
}

/**
 * @param {import('./cursor.js').Cursor} object
 * @param {import('./custom-readers.js').Scope} scope
 * @param {UserDefinedType} type
 * @returns {import('./custom-readers.js').Dependency}
 */
function readStaticDependency(object, { types, dependencies }, type) {
  const begin = object.offset;
  const { id, ...value } = types.readStruct(type, object, dependencies);
  if (typeof id !== 'bigint') throw object.error('a dependency needs a member "id" of 64 bits', begin);
  return { id, value: /** @type {Struct} */ (value) };
}

/**
 * @param {Uint8Array} bytes
 * @param {TypeTable} types
 * @param {Dependencies} dependencies
 */
function readEvents(bytes, types, dependencies) {
  /** @type {Struct[]} */
  const events = [];
  for (const { type, object } of splitQueue('objects', bytes, types)) {
    if (type.size === 0) {
      const members = customReader(eventReaders, type, object)(object, { types, dependencies });
      object.expectEnd();
      events.push({ type: type.name, ...members });
    } else {
      events.push(types.readStruct(type, object, dependencies));
    }
  }
  return events;
}

/**
 * @template Reader
 * @param {Readonly<Record<string, Reader>>} readers
 * @param {UserDefinedType} type
 * @param {import('./cursor.js').Cursor} object
 * @returns {Reader}
 */
function customReader(readers, { name }, object) {
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) {
    throw object.error(
      `no dynamic size is known for this type; it is for ${Object.keys(readers).join(', ')}`,
    );
  }
  return reader;
}
