import { formatCount } from './format.js';
import { QueryEngine } from '../../js/query-engine.js';

/**
 * The page's work with the engine, apart from its display. Every step is logged under `page.…`, beside the engine's own
 * entries.
 */
export class Workbench {
  /** @type {Map<string, number>} the rows of every table, by name */
  tables = new Map();

  #module;
  #engine;
  #log;

  /**
   * @param {import('../../js/query-engine.js').EngineModule} module
   * @param {import('micromegas-tracing').Tracing} tracing
   */
  constructor(module, tracing) {
    this.#module = module;
    this.#engine = new QueryEngine(module);
    this.#log = { data: tracing.logger('page.data'), query: tracing.logger('page.query') };
  }

  /**
   * @param {string} table
   * @param {string} url of a CSV file
   */
  async fetchTable(table, url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: the server answers ${response.status} ${response.statusText}`);
    this.addTable(table, new Uint8Array(await response.arrayBuffer()));
  }

  /** @param {File} file */
  async openFile(file) {
    const table = this.#module.tableNameFromFile(file.name);
    this.#log.data.info(`opening ${file.name}`, { bytes: file.size });
    this.addTable(table, new Uint8Array(await file.arrayBuffer()));
    return table;
  }

  /**
   * @param {string} table
   * @param {Uint8Array} bytes
   */
  addTable(table, bytes) {
    this.tables.set(table, this.#engine.registerCsv(table, bytes));
  }

  /** @param {string} table */
  dropTable(table) {
    this.#engine.deregister(table);
    this.tables.delete(table);
  }

  /**
   * @param {string} sql
   * @returns {{ rows: import('../../js/query-engine.js').Row[], milliseconds: number }}
   */
  run(sql) {
    const begin = performance.now();
    const rows = this.#engine.execute(sql);
    const milliseconds = performance.now() - begin;
    this.#log.query.info(`showing ${formatCount(rows.length, 'row')}`, {
      ms: Number(milliseconds.toFixed(1)),
    });
    return { rows, milliseconds };
  }

  /**
   * Makes a table of the rows of one SELECT.
   *
   * @param {string} table
   * @param {string} sql
   */
  keep(table, sql) {
    this.tables.set(table, this.#engine.executeAndRegister(table, sql));
  }
}
