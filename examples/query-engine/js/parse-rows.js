/**
 * An integer after a name, with too many digits for JavaScript's numbers. After an odd number of backslashes the quote
 * is inside a string.
 */
const LONG_INTEGER = /":(?<=(?<!\\)(?:\\\\)*":)(-?\d{16,})(?=[,}])/g;

/**
 * The rows that the engine writes as JSON. An integer that JavaScript's numbers do not hold becomes a bigint.
 *
 * @param {string} json an array of objects, whose members are strings, numbers and null
 * @returns {import('./query-engine.js').Row[]}
 */
export function parseRows(json) {
  // An array of its digits, as rows contain no other arrays.
  const marked = json.replaceAll(LONG_INTEGER, (all, digits) =>
    Number.isSafeInteger(Number(digits)) ? all : `":["${digits}"]`,
  );
  const rows = JSON.parse(marked);
  if (marked === json) return rows;
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (Array.isArray(value)) row[name] = BigInt(value[0]);
    }
  }
  return rows;
}
