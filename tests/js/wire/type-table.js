/**
 * A member as a stream describes it. The value of a reference is an 8-byte id; its `type_name` is free text.
 *
 * @typedef {object} Member
 * @property {string} name
 * @property {string} type_name
 * @property {number} offset in bytes
 * @property {number} size in bytes
 * @property {boolean} is_reference
 */

/**
 * A type as a stream describes it. One with `is_reference` stands for the value of its member `id`.
 *
 * @typedef {object} UserDefinedType
 * @property {string} name
 * @property {number} size in bytes; 0 for a dynamic size, of which the members are not looked at
 * @property {readonly Member[]} members
 * @property {boolean} is_reference
 */

/** 64-bit integers are `bigint`. @typedef {string | number | bigint | Uint8Array | PropertySet | Struct} Value */

/** @typedef {{ [key: string]: string }} PropertySet */

/** @typedef {{ type: string, [member: string]: Value }} Struct */

/**
 * @typedef {import('./cursor.js').Cursor} Cursor
 * @typedef {import('./dependencies.js').Dependencies} Dependencies
 */

const ID_SIZE = 8;

/** @type {ReadonlyMap<string, { size: number, read: (cursor: Cursor) => number | bigint }>} */
const SCALARS = new Map([
  ['u8', { size: 1, read: (cursor) => cursor.u8() }],
  ['u32', { size: 4, read: (cursor) => cursor.u32() }],
  ['u64', { size: 8, read: (cursor) => cursor.u64() }],
  ['i64', { size: 8, read: (cursor) => cursor.i64() }],
  ['f64', { size: 8, read: (cursor) => cursor.f64() }],
]);

/** @type {ReadonlyMap<string, string>} */
const SYNONYMS = new Map([
  ['uint8', 'u8'],
  ['uint32', 'u32'],
  ['uint64', 'u64'],
  ['int64', 'i64'],
]);

/**
 * The one name of a scalar type that has two.
 *
 * @param {string} typeName
 */
export function canonicalTypeName(typeName) {
  return SYNONYMS.get(typeName) ?? typeName;
}

/** The types of one of a stream's queues, checked, so that no member lies outside its object. */
export class TypeTable {
  #place;
  #types;
  /** @type {Map<string, UserDefinedType>} */
  #byName = new Map();

  /**
   * @param {string} place the name in errors: `dependencies_metadata` or `objects_metadata`
   * @param {readonly UserDefinedType[]} types
   * @throws {RangeError}
   */
  constructor(place, types) {
    this.#place = place;
    this.#types = types;
    for (const type of types) {
      if (this.#byName.has(type.name)) throw this.#error(type.name, 'is there twice');
      this.#byName.set(type.name, type);
    }
    for (const type of types) this.#checkType(type, []);
  }

  /**
   * Reads the index with which an object begins.
   *
   * @param {Cursor} cursor
   * @returns {UserDefinedType}
   */
  readIndex(cursor) {
    const begin = cursor.offset;
    const index = cursor.u8();
    const type = this.#types[index];
    if (!type) throw cursor.error(`type ${index}; ${this.#place} has ${this.#types.length} types`, begin);
    if (type.is_reference) {
      throw cursor.error(`type ${index}, ${type.name}, is a reference and not an object's type`, begin);
    }
    return type;
  }

  /**
   * @param {UserDefinedType} type a static one
   * @param {Cursor} cursor
   * @param {Dependencies} dependencies
   * @returns {Struct}
   */
  readStruct(type, cursor, dependencies) {
    const struct = cursor.part(type.size);
    const members = type.members.map((member) => [
      member.name,
      this.#readMember(member, struct, dependencies),
    ]);
    return { type: type.name, ...Object.fromEntries(members) };
  }

  /**
   * A value of a type that a dynamic type is made of.
   *
   * @param {string} typeName
   * @param {Cursor} cursor
   * @param {Dependencies} dependencies
   * @returns {Value}
   */
  readNamed(typeName, cursor, dependencies) {
    const type = this.#byName.get(typeName);
    if (!type) throw cursor.error(`needs the type ${typeName}, which ${this.#place} has not`);
    if (type.size === 0) throw cursor.error(`needs the type ${typeName} to have a static size`);
    return this.#readValue(type, cursor.part(type.size), dependencies);
  }

  /**
   * @param {UserDefinedType} type a static one
   * @param {Cursor} struct
   * @param {Dependencies} dependencies
   * @returns {Value}
   */
  #readValue(type, struct, dependencies) {
    const id = type.is_reference && type.members.find(isId);
    return id ? this.#readMember(id, struct, dependencies) : this.readStruct(type, struct, dependencies);
  }

  /**
   * @param {Member} member
   * @param {Cursor} struct
   * @param {Dependencies} dependencies
   * @returns {Value}
   */
  #readMember({ type_name, is_reference, offset }, struct, dependencies) {
    const cursor = struct.at(offset);
    if (is_reference) return dependencies.resolve(cursor);
    return (
      SCALARS.get(canonicalTypeName(type_name))?.read(cursor) ??
      this.readNamed(type_name, cursor, dependencies)
    );
  }

  /**
   * @param {UserDefinedType} type
   * @param {readonly UserDefinedType[]} outer the types that have it as a member
   */
  #checkType(type, outer) {
    if (outer.includes(type)) throw this.#error(type.name, 'is a member of itself');
    if (!isCount(type.size)) throw this.#error(type.name, `has the size ${type.size}`);
    if (type.is_reference && !type.members.some(isId)) {
      throw this.#error(type.name, `is a reference without a member "id" of ${ID_SIZE} bytes`);
    }
    if (type.size === 0 && !type.is_reference) return;
    for (const member of type.members) this.#checkMember(type, member, [...outer, type]);
  }

  /**
   * @param {UserDefinedType} type
   * @param {Member} member
   * @param {readonly UserDefinedType[]} outer
   */
  #checkMember(type, member, outer) {
    const { offset, size } = member;
    const name = `${type.name}.${member.name}`;
    if (!isCount(offset) || !isCount(size) || offset + size > type.size) {
      throw this.#error(name, `has ${size} bytes at ${offset}, outside the ${type.size} of its type`);
    }
    const nested = member.is_reference ? undefined : this.#byName.get(member.type_name);
    const expected = this.#sizeOf(member) ?? nested?.size;
    if (!expected) {
      const allowed = [...SCALARS.keys(), ...SYNONYMS.keys()].join(', ');
      throw this.#error(
        name,
        `is of the type "${member.type_name}"; allowed are ${allowed} and static types of the list`,
      );
    }
    if (size !== expected) throw this.#error(name, `has ${size} bytes; its type has ${expected}`);
    if (nested) this.#checkType(nested, outer);
  }

  /**
   * @param {Member} member
   * @returns {number | undefined} nothing for a type of the list
   */
  #sizeOf({ is_reference, type_name }) {
    return is_reference ? ID_SIZE : SCALARS.get(canonicalTypeName(type_name))?.size;
  }

  /**
   * @param {string} subject
   * @param {string} problem
   */
  #error(subject, problem) {
    return new RangeError(`${this.#place}: ${subject} ${problem}`);
  }
}

/** @param {Member} member */
function isId({ name, size }) {
  return name === 'id' && size === ID_SIZE;
}

/** @param {number} value */
function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}
