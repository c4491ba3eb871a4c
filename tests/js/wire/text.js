/** Text as it stands in a queue. Malformed text is an error and not repaired, and a byte order mark is text. */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });

/**
 * @param {import('./cursor.js').Cursor} cursor
 * @param {number} length in bytes
 * @returns {string}
 */
export function readUtf8(cursor, length) {
  return decode(utf8, cursor, length);
}

/**
 * A dynamic string: `u8` codec, `u32` length in bytes, bytes.
 *
 * @param {import('./cursor.js').Cursor} cursor
 * @returns {string}
 */
export function readDynamicString(cursor) {
  const begin = cursor.offset;
  const codec = cursor.u8();
  const length = cursor.u32();
  switch (codec) {
    case 0:
      return readAnsi(cursor, length);
    case 1:
      if (length % 2 !== 0) throw cursor.error(`UTF-16 of ${length} bytes; an even number is allowed`);
      return decode(utf16, cursor, length);
    case 2:
      return readUtf8(cursor, length);
    default:
      throw cursor.error(`string codec ${codec}; allowed are 0 (ANSI), 1 (UTF-16) and 2 (UTF-8)`, begin);
  }
}

/**
 * @param {InstanceType<typeof TextDecoder>} decoder
 * @param {import('./cursor.js').Cursor} cursor
 * @param {number} length in bytes
 */
function decode(decoder, cursor, length) {
  const begin = cursor.offset;
  const bytes = cursor.bytes(length);
  try {
    return decoder.decode(bytes);
  } catch {
    throw cursor.error(`malformed ${decoder.encoding}`, begin);
  }
}

/**
 * Nothing in a block names the code page, so ASCII is all that can be read for sure.
 *
 * @param {import('./cursor.js').Cursor} cursor
 * @param {number} length in bytes
 */
function readAnsi(cursor, length) {
  const begin = cursor.offset;
  const bytes = cursor.bytes(length);
  const index = bytes.findIndex((byte) => byte > 0x7f);
  if (index >= 0) throw cursor.error('ANSI text beyond ASCII, of an unknown code page', begin + index);
  return utf8.decode(bytes);
}
