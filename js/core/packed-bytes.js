// Why: docs/decisions/0016-webassembly-as-printable-text.md
/**
 * Bytes as printable ASCII, which survives every bundler, server and encoding of a page. The frequent bytes take one
 * character and the others two: WebAssembly grows by 7 %, after compression by 4 %, where base64 costs 30 %.
 *
 * A text begins with the frequent bytes, in hexadecimal; with the other bytes in ascending order after them they are
 * the 256 in their order of codes. Code n is character n, or one of two shifts and the character after it.
 */

/** The characters that no kind of string literal has to escape. */
const alphabet = ' !#%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~';
const shifts = 2; // the last characters
const singles = alphabet.length - shifts;
const asciiSize = 128;
const firstShift = /* @__PURE__ */ alphabet.charCodeAt(singles); // the others come before it in ASCII, too

/** @param {number[]} frequent */
const orderOf = (frequent) => [
  ...frequent,
  ...Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !frequent.includes(byte)),
];

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function packBytes(bytes) {
  const counts = new Map(Array.from({ length: 256 }, (_, byte) => [byte, 0]));
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([byte]) => byte);
  const frequent = byCount.slice(0, singles);
  const codes = new Map(orderOf(frequent).map((byte, code) => [byte, codeText(code)]));

  const header = frequent.map((byte) => byte.toString(16).padStart(2, '0'));
  return header.join('') + Array.from(bytes, (byte) => codes.get(byte)).join('');
}

/** @param {number} code */
function codeText(code) {
  const beyond = code - singles;
  if (beyond < 0) return alphabet.charAt(code);
  return (
    alphabet.charAt(singles + Math.floor(beyond / alphabet.length)) +
    alphabet.charAt(beyond % alphabet.length)
  );
}

/**
 * @param {string} text of `packBytes`
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unpackBytes(text) {
  const frequent = Array.from({ length: singles }, (_, n) => parseInt(text.slice(2 * n, 2 * n + 2), 16));
  // One part for single characters, and one part for the characters after each shift.
  const table = new Uint8Array(asciiSize * (1 + shifts));
  orderOf(frequent).forEach((byte, code) => {
    const own = codeText(code);
    const part = own.length === 1 ? 0 : own.charCodeAt(0) - firstShift + 1;
    table[asciiSize * part + own.charCodeAt(own.length - 1)] = byte;
  });

  const bytes = new Uint8Array(text.length);
  let length = 0;
  // Engines hardly optimise such a short loop, so it does as little as possible.
  for (let at = 2 * singles; at < text.length; ++at) {
    let place = text.charCodeAt(at);
    if (place >= firstShift) place = asciiSize * (place - firstShift + 1) + text.charCodeAt(++at);
    bytes[length++] = /** @type {number} */ (table[place]);
  }
  return bytes.subarray(0, length);
}
