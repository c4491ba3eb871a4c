/** The text of a value, the same in the native program's tables (cli/aligned_table.cpp), Node's and the page's. */

/** @typedef {string | number | bigint | null} Value */

/** @param {Value} value */
export function cellText(value) {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? numberText(value) : printable(String(value));
}

/**
 * The values of one column. Every row has every column.
 *
 * @param {readonly Record<string, Value>[]} rows
 * @param {string} name
 * @returns {Value[]}
 */
export function valuesOf(rows, name) {
  return rows.map((row) => row[name] ?? null);
}

/** Whether a column has numbers, and nothing else but nulls. @param {readonly Value[]} values */
export function isNumeric(values) {
  return values.every((value) => value === null || typeof value === 'number' || typeof value === 'bigint');
}

/**
 * Escapes control characters: data must not control the terminal or break a line.
 *
 * @param {string} text
 */
export function printable(text) {
  return text.replaceAll(/\p{Cc}/gu, (c) =>
    c === '\n' ? '\\n' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Writes a number like {fmt}: the shortest digits, with an exponent if it is very large or small. @param {number} value */
function numberText(value) {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  return value.toExponential().replace(/(?<=e[+-])(?=\d$)/, '0');
}
