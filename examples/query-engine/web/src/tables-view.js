import { element } from './dom.js';
import { formatCount } from './format.js';

/**
 * The existing tables, and the data sets that can become tables, in one row of buttons.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.list
 * @param {readonly import('./data-sets.js').DataSet[]} parts.dataSets
 * @param {(dataSet: import('./data-sets.js').DataSet) => void} parts.onLoad
 * @param {(table: string) => void} parts.onShow
 * @param {(table: string) => void} parts.onDrop
 */
export function createTablesView({ list, dataSets, onLoad, onShow, onDrop }) {
  /**
   * @param {string} table
   * @param {number} rowCount
   */
  function loaded(table, rowCount) {
    const show = element('button', { type: 'button', class: 'show', title: `Show the rows of ${table}` });
    show.append(
      element('span', { class: 'name' }, table),
      ' ',
      element('span', { class: 'count' }, formatCount(rowCount, 'row')),
    );
    show.addEventListener('click', () => onShow(table));
    const drop = element(
      'button',
      { type: 'button', class: 'drop', 'aria-label': `Drop ${table}`, title: `Drop ${table}` },
      '×',
    );
    drop.addEventListener('click', () => onDrop(table));
    return element('li', { class: 'loaded', 'data-table': table }, show, drop);
  }

  /** @param {import('./data-sets.js').DataSet} dataSet */
  function available(dataSet) {
    const load = element('button', { type: 'button', class: 'load', title: dataSet.about });
    load.append('+ ', element('span', { class: 'name' }, dataSet.table));
    load.setAttribute('aria-label', `Load ${dataSet.table}`);
    load.addEventListener('click', () => onLoad(dataSet));
    return element('li', { 'data-table': dataSet.table }, load);
  }

  return {
    /** @param {ReadonlyMap<string, number>} tables the rows of every table, by name */
    show(tables) {
      const focused = document.activeElement?.closest('li')?.dataset.table;
      const waiting = dataSets.filter(({ table }) => !tables.has(table));
      list.replaceChildren(
        ...[...tables].map(([table, rows]) => loaded(table, rows)),
        ...waiting.map(available),
      );
      if (focused === undefined) return;
      const item = [...list.querySelectorAll('li')].find(({ dataset }) => dataset.table === focused);
      item?.querySelector('button')?.focus();
    },
  };
}
