/**
 * @param {typeof import('@jest/globals').expect} expect
 * @param {Awaited<ReturnType<typeof import('./threads.js').logFromThreads>>} found
 */
export function expectEntriesOfThreads(expect, { free, blocked, flood }) {
  expect(free).toEqual({ threads: 8, whole: true });
  expect(blocked).toEqual({ threads: 8, whole: true });
  // 16 MiB wait at most: 15 entries of 1 MiB and their metadata.
  expect(flood.arrived).toBe(15);
  expect(flood.last).toEqual([
    'warn: 25 log entries of other threads were dropped while the main thread was busy',
  ]);
}
