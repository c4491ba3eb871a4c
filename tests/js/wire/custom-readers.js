/** Types of dynamic size. Their metadata does not describe their bytes, so each has a reader of its own. */

import { readDynamicString, readUtf8 } from './text.js';

/**
 * @typedef {import('./type-table.js').Value} Value
 * @typedef {import('./type-table.js').PropertySet} PropertySet
 */

/**
 * @typedef {object} Scope
 * @property {import('./type-table.js').TypeTable} types of the queue
 * @property {import('./dependencies.js').Dependencies} dependencies that were read so far
 */

/** @typedef {(object: import('./cursor.js').Cursor, scope: Scope) => Record<string, Value>} EventReader */

/** @typedef {{ id: bigint, value: Value }} Dependency */

/** @typedef {(object: import('./cursor.js').Cursor, scope: Scope) => Dependency} DependencyReader */

// The members of a literal are evaluated, and so its bytes read, in the order in which they are written.

/** @type {Readonly<Record<string, EventReader>>} */
export const eventReaders = {
  LogStringEventV2: (object, { dependencies }) => ({
    desc: dependencies.resolve(object),
    time: object.i64(),
    msg: readDynamicString(object),
  }),
  LogStringInteropEventV3: (object, { types, dependencies }) => ({
    time: object.i64(),
    level: object.u8(),
    target: types.readNamed('StaticStringRef', object, dependencies),
    msg: readDynamicString(object),
  }),
  TaggedLogString: (object, { dependencies }) => ({
    desc: dependencies.resolve(object),
    properties: dependencies.resolve(object),
    time: object.i64(),
    msg: readDynamicString(object),
  }),
  TaggedLogInteropEvent: (object, { types, dependencies }) => ({
    time: object.i64(),
    level: object.u8(),
    target: types.readNamed('StaticStringRef', object, dependencies),
    properties: dependencies.resolve(object),
    msg: readDynamicString(object),
  }),
  ImageEvent: (object) => ({
    time: object.i64(),
    name: readDynamicString(object),
    format: readDynamicString(object),
    data: object.bytes(object.u32()),
  }),
};

/** @type {Readonly<Record<string, DependencyReader>>} */
export const dependencyReaders = {
  StaticString: (object) => ({ id: object.u64(), value: readUtf8(object, object.remaining) }),
  StaticStringDependency: (object) => ({ id: object.u64(), value: readDynamicString(object) }),
  PropertySetDependency: (object, scope) => ({ id: object.u64(), value: readProperties(object, scope) }),
};

/**
 * @param {import('./cursor.js').Cursor} object
 * @param {Scope} scope
 * @returns {PropertySet}
 */
function readProperties(object, { types, dependencies }) {
  /** @type {Map<string, string>} */
  const properties = new Map();
  for (let count = object.u32(); count > 0; --count) {
    const begin = object.offset;
    const property = types.readNamed('Property', object, dependencies);
    const { name, value } = /** @type {{ name?: Value, value?: Value }} */ (property);
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw object.error('the name and the value of a Property must be strings', begin);
    }
    if (properties.has(name)) throw object.error(`property ${JSON.stringify(name)} is there twice`, begin);
    properties.set(name, value);
  }
  return Object.fromEntries(properties);
}
