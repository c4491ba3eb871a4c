import { cellText, isNumeric, printable, valuesOf } from '../../js/cell.js';
import { element } from './dom.js';
import { formatCount, formatDuration, formatNumber } from './format.js';

/** A page with a hundred thousand table rows would be slow and useless. */
const MOST_ROWS = 500;

/**
 * @param {{ region: HTMLElement, summary: HTMLElement }} parts
 */
export function createRowsView({ region, summary }) {
  return {
    /**
     * @param {import('../../js/query-engine.js').Row[]} rows
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

/** @param {import('../../js/query-engine.js').Row[]} rows */
function table(rows) {
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const values = valuesOf(rows, name);
    return { name, numeric: isNumeric(values) && values.some((value) => value !== null) };
  });
  const head = columns.map(({ name, numeric }) =>
    element('th', { scope: 'col', ...(numeric && { class: 'number' }) }, printable(name)),
  );
  const body = rows.map((row) =>
    element('tr', {}, ...columns.map((column) => cell(row[column.name] ?? null, column.numeric))),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

/**
 * @param {import('../../js/cell.js').Value} value
 * @param {boolean} numeric
 */
function cell(value, numeric) {
  if (value === null) return element('td', { class: numeric ? 'null number' : 'null' }, 'null');
  return element('td', numeric ? { class: 'number' } : {}, cellText(value));
}
