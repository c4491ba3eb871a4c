import { cellText, isNumeric, printable, valuesOf } from '../js/cell.js';

/**
 * Rows as a table for people: numbers to the right, and the count below. cli/aligned_table.cpp makes the same text.
 * @param {import('../js/query-engine.js').Row[]} rows
 * @returns {string}
 */
export function alignedTable(rows) {
  if (rows.length === 0) {
    return '(no rows)\n';
  }
  const columns = Object.keys(rows[0] ?? {}).map((name) => columnOf(rows, name));
  const lines = [
    columns.map((column) => pad(column, column.name)),
    columns.map((column) => '-'.repeat(column.width)),
    ...rows.map((_, row) => columns.map((column) => pad(column, column.cells[row] ?? ''))),
  ];
  const text = lines.map((cells) => `${cells.join('  ').trimEnd()}\n`).join('');
  return `${text}(${rows.length} row${rows.length === 1 ? '' : 's'})\n`;
}

/**
 * @param {import('../js/query-engine.js').Row[]} rows
 * @param {string} name
 */
function columnOf(rows, name) {
  const values = valuesOf(rows, name);
  const cells = values.map(cellText);
  return {
    name: printable(name),
    cells,
    // A spread would be too many arguments for a large result.
    width: cells.reduce((width, cell) => Math.max(width, characters(cell)), characters(printable(name))),
    isNumeric: isNumeric(values),
  };
}

/** @param {string} text */
function characters(text) {
  return [...text].length;
}

/**
 * @param {{ width: number, isNumeric: boolean }} column
 * @param {string} text
 */
function pad(column, text) {
  const padding = ' '.repeat(column.width - characters(text));
  return column.isNumeric ? padding + text : text + padding;
}
