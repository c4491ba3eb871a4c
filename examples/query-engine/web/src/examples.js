import demo from '../../demo-queries.json' with { type: 'json' };

/**
 * @typedef {object} Example
 * @property {string} title
 * @property {readonly string[]} needs names of tables: of data sets, or of tables that another example registers
 * @property {string} sql
 * @property {string} [registerAs] the table to make of the rows
 */

/** @type {readonly Example[]} The program and the Node script know them too. The first runs when the page opens. */
export const examples = demo.queries.map((query) => ({ ...query, sql: query.sql.join('\n') }));
