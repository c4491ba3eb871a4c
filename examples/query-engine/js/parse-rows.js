/**
 * An integer behind a name, of so many digits that JavaScript's numbers may not hold it. Where an odd number of
 * backslashes stands before the quote, it is inside a string.
 */
const LONG_INTEGER = /":(?<=(?<!\\)(?:\\\\)*":)(-?\d{16,})(?=[,}])/g;

/**
 * The rows that the engine writes as JSON. An integer that JavaScript's numbers do not hold becomes a bigint.
 *
 * @param {string} json an array of objects, whose members are strings, numbers and null
 * @returns {import('./query-engine.js').Row[]}
 */
export function parseRows(json) {
  // As an array of its digits, which is nothing that a row holds otherwise.
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
