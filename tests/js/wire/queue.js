import { Cursor } from './cursor.js';

/**
 * Splits a queue into its objects, one after the other: `u8` type index, for a dynamic type the `u32` size, bytes.
 *
 * @param {string} name the name in errors: `dependencies` or `objects`
 * @param {Uint8Array} bytes
 * @param {import('./type-table.js').TypeTable} types
 * @returns {Generator<{ type: import('./type-table.js').UserDefinedType, object: Cursor }, void>}
 */
export function* splitQueue(name, bytes, types) {
  const queue = new Cursor(bytes, name);
  while (queue.remaining > 0) {
    queue.place = name;
    const type = types.readIndex(queue);
    queue.place = `${name}, ${type.name}`;
    yield { type, object: queue.part(type.size || queue.u32()) };
  }
}
