/** Reads a range of a queue from its beginning on, and never a byte beyond its end. Numbers are little-endian. */
export class Cursor {
  /** The place in an error, besides the offset: the queue, and the type if it is known. */
  place;
  #bytes;
  #view;
  #offset;
  #end;

  /**
   * @param {Uint8Array} bytes of the whole queue, from whose beginning offsets count
   * @param {string} place
   * @param {number} [begin]
   * @param {number} [end]
   */
  constructor(bytes, place, begin = 0, end = bytes.length) {
    this.place = place;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = begin;
    this.#end = end;
  }

  get offset() {
    return this.#offset;
  }

  get remaining() {
    return this.#end - this.#offset;
  }

  u8() {
    return this.#view.getUint8(this.#advance(1));
  }

  u32() {
    return this.#view.getUint32(this.#advance(4), true);
  }

  u64() {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  i64() {
    return this.#view.getBigInt64(this.#advance(8), true);
  }

  f64() {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /**
   * @param {number} size in bytes
   * @returns {Uint8Array} a copy
   */
  bytes(size) {
    const begin = this.#advance(size);
    return this.#bytes.slice(begin, begin + size);
  }

  /**
   * A cursor of the next `size` bytes, which this one steps over.
   *
   * @param {number} size
   */
  part(size) {
    const begin = this.#advance(size);
    return new Cursor(this.#bytes, this.place, begin, begin + size);
  }

  /**
   * A cursor that begins `distance` bytes further on, and ends where this one ends.
   *
   * @param {number} distance
   */
  at(distance) {
    return new Cursor(this.#bytes, this.place, this.#offset + distance, this.#end);
  }

  /** Throws a `RangeError` unless everything was read. */
  expectEnd() {
    if (this.remaining > 0) throw this.error(`${this.remaining} bytes are left over`);
  }

  /**
   * @param {string} problem
   * @param {number} [offset] of the bytes that are wrong. Default: the next ones.
   */
  error(problem, offset = this.#offset) {
    return new RangeError(`${this.place}, byte ${offset}: ${problem}`);
  }

  /**
   * @param {number} size
   * @returns {number} the offset before the step
   */
  #advance(size) {
    const begin = this.#offset;
    if (size > this.remaining) throw this.error(`${size} bytes are needed and ${this.remaining} are left`);
    this.#offset += size;
    return begin;
  }
}
