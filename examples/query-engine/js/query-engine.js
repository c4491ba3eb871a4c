import { parseRows } from './parse-rows.js';

/** @typedef {Record<string, import('./cell.js').Value>} Row */

/**
 * The WebAssembly module with the bindings of wasm/bindings.cpp: `createModule()` of query_engine.mjs resolves to it.
 *
 * @typedef {object} EngineModule
 * @property {new () => BoundEngine} QueryEngine
 * @property {(path: string) => string} tableNameFromFile
 */

/**
 * @typedef {object} BoundEngine
 * @property {(name: string, bytes: Uint8Array) => Outcome<number>} registerCsv
 * @property {(sql: string) => Outcome<string>} execute
 * @property {(name: string, sql: string) => Outcome<number>} executeAndRegister
 * @property {(name: string) => Outcome<void>} deregister
 * @property {() => Outcome<void>} reset
 * @property {() => void} delete
 */

/**
 * @template T
 * @typedef {{ error: string } | { error?: never, value: T }} Outcome
 */

/**
 * SQL over CSV, in memory, by the C++ engine.
 *
 *     import createModule from '…/query_engine.mjs';
 *
 *     const engine = new QueryEngine(await createModule());
 *     engine.registerCsv('stocks', new Uint8Array(await response.arrayBuffer()));
 *     const rows = engine.execute('SELECT symbol, max(price) AS top FROM stocks GROUP BY symbol');
 *
 * Every method throws an Error, whose message is for the user, and has then changed nothing.
 */
export class QueryEngine {
  #engine;

  /** @param {EngineModule} module */
  constructor(module) {
    this.#engine = new module.QueryEngine();
  }

  /**
   * Makes a table of CSV text in UTF-8, the column names in its first row.
   * @param {string} name
   * @param {Uint8Array} bytes
   * @returns {number} The number of rows.
   */
  registerCsv(name, bytes) {
    if (!(bytes instanceof Uint8Array)) {
      throw new TypeError(`the bytes of table ${name} must be a Uint8Array`);
    }
    return valueOf(this.#engine.registerCsv(name, bytes));
  }

  /**
   * Runs one or more statements. An integer that JavaScript's numbers cannot hold is a bigint.
   * @param {string} sql
   * @returns {Row[]} The rows of the last statement that has any columns. As in every JavaScript object, names that are
   * whole numbers come first in a row.
   */
  execute(sql) {
    return parseRows(this.executeToJson(sql));
  }

  /**
   * The same rows as the engine writes them: the text of a JSON array.
   * @param {string} sql
   * @returns {string}
   */
  executeToJson(sql) {
    return valueOf(this.#engine.execute(sql));
  }

  /**
   * Runs one SELECT and makes a table of its rows.
   * @param {string} name
   * @param {string} sql
   * @returns {number} The number of rows.
   */
  executeAndRegister(name, sql) {
    return valueOf(this.#engine.executeAndRegister(name, sql));
  }

  /**
   * Drops one table.
   * @param {string} name
   */
  deregister(name) {
    valueOf(this.#engine.deregister(name));
  }

  /** Drops every table. */
  reset() {
    valueOf(this.#engine.reset());
  }

  /** Frees the engine's memory; the engine cannot be used any more. */
  delete() {
    this.#engine.delete();
  }
}

/**
 * @template T
 * @param {Outcome<T>} outcome
 */
function valueOf(outcome) {
  if (outcome.error !== undefined) {
    throw new Error(outcome.error);
  }
  return outcome.value;
}
