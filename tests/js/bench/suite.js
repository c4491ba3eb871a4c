/** The suite, which runs in Node and in a page. */

import { cppCases, cppRows } from './cpp-cases.js';
import { measure } from './measure.js';
import { report } from './report.js';

const ROUNDS = 11;

/**
 * @param {string} title
 * @param {(path: string) => Promise<any>} load a module of build/browser/tests/js/bench
 * @returns {Promise<string>} a table
 */
export async function runSuite(title, load) {
  return report(title, cppRows, measure(await cppCases(load), ROUNDS));
}
