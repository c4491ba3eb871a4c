/** Each row compares a case with a floor of the same run. */

import { median } from './measure.js';

/**
 * @typedef {object} Row without a limit: shown for comparison
 * @property {string} title
 * @property {string} subject the name of a case
 * @property {string[]} floor names of cases, whose times are added up
 * @property {number} [atMost] times the floor
 * @property {number} [atLeast] times the floor
 * @property {number} [atMostAbove] nanoseconds above the floor
 */

/**
 * @param {string} title
 * @param {readonly Row[]} rows
 * @param {Record<string, number[]>} results of `measure`
 * @returns {string} a table
 */
export function report(title, rows, results) {
  const lines = rows.map((row) => {
    const subject = results[row.subject] ?? [];
    const floors = subject.map((_, round) =>
      row.floor.reduce((sum, name) => sum + (results[name]?.[round] ?? NaN), 0),
    );
    const isRatio = row.atMostAbove === undefined;
    const value = median(
      subject.map((time, round) => (isRatio ? time / (floors[round] ?? NaN) : time - (floors[round] ?? NaN))),
    );
    const limit = row.atMostAbove ?? row.atMost ?? row.atLeast;
    const holds = row.atLeast === undefined ? value <= (limit ?? Infinity) : value >= row.atLeast;
    const allowed = `${row.atLeast === undefined ? 'at most ' : 'at least'} ${limit} ${isRatio ? 'x' : 'ns'}`;
    return [
      row.title.padEnd(40),
      median(subject).toFixed(1).padStart(8),
      median(floors).toFixed(1).padStart(8),
      `${isRatio ? '' : '+'}${value.toFixed(2)}`.padStart(7),
      `  ${limit === undefined ? '' : allowed}`.padEnd(18),
      limit === undefined ? '      ' : holds ? 'ok    ' : 'MISSED',
      `  (${row.floor.join(' + ')})`,
    ].join(' ');
  });
  return [`${title}: ns, ns of the floor, ratio`, ...lines, ''].join('\n');
}
