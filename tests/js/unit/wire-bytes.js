/** Builds queues and their metadata, byte by byte. */

/** @typedef {import('../wire/type-table.js').UserDefinedType} UserDefinedType */

/** @param {...Uint8Array} parts */
export function bytes(...parts) {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/**
 * @param {number} size
 * @param {(view: DataView) => void} write
 */
function number(size, write) {
  const result = new Uint8Array(size);
  write(new DataView(result.buffer));
  return result;
}

export const u8 = (/** @type {number} */ value) => Uint8Array.of(value);
export const u32 = (/** @type {number} */ value) => number(4, (view) => view.setUint32(0, value, true));
export const u64 = (/** @type {bigint} */ value) => number(8, (view) => view.setBigUint64(0, value, true));
export const i64 = (/** @type {bigint} */ value) => number(8, (view) => view.setBigInt64(0, value, true));
export const f64 = (/** @type {number} */ value) => number(8, (view) => view.setFloat64(0, value, true));
export const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);
export const utf16 = (/** @type {string} */ text) => Uint8Array.from(Buffer.from(text, 'utf16le'));

export const [ANSI, UTF16, UTF8] = [0, 1, 2];

/**
 * @param {number} codec
 * @param {Uint8Array} text
 */
export function dynamicString(codec, text) {
  return bytes(u8(codec), u32(text.length), text);
}

/** @param {string} text */
export function text(text) {
  return dynamicString(UTF8, utf8(text));
}

/**
 * An object of a static type.
 *
 * @param {number} typeIndex
 * @param {...Uint8Array} fields
 */
export function fixed(typeIndex, ...fields) {
  return bytes(u8(typeIndex), ...fields);
}

/**
 * An object of a dynamic type.
 *
 * @param {number} typeIndex
 * @param {...Uint8Array} fields
 */
export function sized(typeIndex, ...fields) {
  const object = bytes(...fields);
  return bytes(u8(typeIndex), u32(object.length), object);
}

const SIZES = new Map([
  ['u8', 1],
  ['uint8', 1],
  ['u32', 4],
  ['uint32', 4],
  ['StaticStringRef', 13],
]);

/**
 * A static type without padding.
 *
 * @param {string} name
 * @param {Record<string, string>} members `ref` or the name of a type, by the member's name
 * @returns {UserDefinedType}
 */
export function packed(name, members) {
  let end = 0;
  const described = Object.entries(members).map(([memberName, type]) => {
    const size = SIZES.get(type) ?? 8;
    const offset = end;
    end += size;
    const is_reference = type === 'ref';
    return { name: memberName, type_name: is_reference ? 'free text' : type, offset, size, is_reference };
  });
  return { name, size: end, members: described, is_reference: false };
}

/**
 * @param {string} name
 * @returns {UserDefinedType}
 */
export function dynamic(name) {
  return { name, size: 0, members: [], is_reference: false };
}

/** @type {UserDefinedType} */
export const stringId = {
  name: 'StringId',
  size: 8,
  members: [{ name: 'id', type_name: 'usize', offset: 0, size: 8, is_reference: true }],
  is_reference: true,
};

/** @type {UserDefinedType} */
export const staticStringRef = {
  name: 'StaticStringRef',
  size: 13,
  members: [
    { name: 'id', type_name: 'usize', offset: 0, size: 8, is_reference: true },
    { name: 'length', type_name: 'u32', offset: 8, size: 4, is_reference: false },
    { name: 'codec', type_name: 'u8', offset: 12, size: 1, is_reference: false },
  ],
  is_reference: true,
};

/**
 * @param {bigint} id
 * @param {number} length of the text in bytes
 */
export function stringRef(id, length) {
  return bytes(u64(id), u32(length), u8(UTF8));
}
