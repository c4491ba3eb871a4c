/** Repeats cases in turn, so that a temporary load on the machine disturbs all of them. */

import { Bench } from 'tinybench';

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {number} count the number of repetitions in one `run`: enough for the clock's steps
 * @property {(count: number) => void} run
 */

/**
 * @param {readonly Case[]} cases
 * @param {number} rounds
 * @returns {Record<string, number[]>} for each case the nanoseconds of one repetition: the median of each round
 */
export function measure(cases, rounds) {
  /** @type {Record<string, number[]>} */
  const results = {};
  for (let round = 0; round < rounds; ++round) {
    const bench = new Bench({ iterations: 9, time: 0, warmupIterations: 3, warmupTime: 0, throws: true });
    for (const { name, count, run } of cases) bench.add(name, () => run(count));
    for (const task of bench.runSync()) {
      const { count } = /** @type {Case} */ (cases.find(({ name }) => name === task.name));
      if (!('latency' in task.result)) throw new Error(`${task.name} was not measured`);
      (results[task.name] ??= []).push((task.result.latency.p50 * 1e6) / count);
    }
  }
  return results;
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
