import { element } from './dom.js';
import { formatCount, formatDuration, formatNumber } from './format.js';

/** A page of a hundred thousand table rows is slow, and nobody reads them. */
const MOST_ROWS = 500;

/**
 * @param {{ region: HTMLElement, summary: HTMLElement }} parts
 */
export function createRowsView({ region, summary }) {
  return {
    /**
     * @param {Record<string, unknown>[]} rows
     * @param {number} milliseconds
     */
    show(rows, milliseconds) {
      const shown = rows.slice(0, MOST_ROWS);
      const count =
        shown.length < rows.length
          ? `First ${formatNumber(shown.length)} of ${formatCount(rows.length, 'row')}`
          : formatCount(rows.length, 'row');
      summary.textContent = `${count} · ${formatDuration(milliseconds)}`;
      region.replaceChildren(shown.length > 0 ? table(shown) : element('p', { class: 'empty' }, 'No rows.'));
      region.scrollTo(0, 0);
    },

    /** @param {string} why */
    clear(why) {
      summary.textContent = '';
      region.replaceChildren(element('p', { class: 'empty' }, why));
    },
  };
}

/** @param {Record<string, unknown>[]} rows */
function table(rows) {
  const columns = Object.keys(rows[0]).map((name) => ({ name, numeric: isNumeric(rows, name) }));
  const head = columns.map(({ name, numeric }) =>
    element('th', { scope: 'col', ...(numeric && { class: 'number' }) }, name),
  );
  const body = rows.map((row) =>
    element('tr', {}, ...columns.map((column) => cell(row[column.name], column.numeric))),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

function cell(value, numeric) {
  if (value === null) return element('td', { class: numeric ? 'null number' : 'null' }, 'null');
  return element('td', numeric ? { class: 'number' } : {}, String(value));
}

/** Whether a column has numbers, and nothing else but nulls. */
function isNumeric(rows, name) {
  const values = rows.map((row) => row[name]).filter((value) => value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'number');
}
