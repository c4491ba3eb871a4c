/**
 * The dependencies that a block's events name by id.
 *
 * @typedef {import('./type-table.js').Value} Value
 */
export class Dependencies {
  /** @type {Map<bigint, Value>} */
  #values = new Map();

  /** @param {bigint} id */
  has(id) {
    return this.#values.has(id);
  }

  /**
   * @param {bigint} id that none has yet
   * @param {Value} value
   */
  add(id, value) {
    this.#values.set(id, value);
  }

  /**
   * Reads an id.
   *
   * @param {import('./cursor.js').Cursor} cursor
   * @returns {Value} the dependency with this id, among those read so far
   */
  resolve(cursor) {
    const begin = cursor.offset;
    const id = cursor.u64();
    const value = this.#values.get(id);
    if (value === undefined) throw cursor.error(`no dependency before has the id ${id}`, begin);
    return value;
  }
}
