import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { compareResults, readResults } from '../../../../scripts/lib/bench-results.mjs';

/** As the benchmark prints it. @param {string} span @param {string} file */
const printed = (span, file) => `A call in a tight loop, median, ns:

| operation | floor | its ns | ns | ratio | at most | mean |
|---|---|--:|--:|--:|--:|--:|
| span | 2 (stamp + 17 B) | 28.8 | 28.9 | ${span} | 1.10 | 30.6 |
| spdlog | stamp + 41 B | – | 220.0 | – | – | 224.0 |

To where it is kept:

| way | the caller's share |
|---|--:|
| recording file | 9.7 |

| ratio | | at most |
|---|--:|--:|
| entry, recording file | ${file} | 0.50 |
`;

test('tables are read with their titles, numbers and gaps', () => {
  const { tables, ratios } = readResults(printed('1.00', '0.48'));
  expect(tables.map(({ title, rows }) => [title, rows.length])).toEqual([
    ['A call in a tight loop, median, ns', 2],
    ['To where it is kept', 1],
    ['To where it is kept', 1],
  ]);
  expect(tables[0]?.rows[0]).toMatchObject({
    operation: 'span',
    floor: '2 (stamp + 17 B)',
    ns: 28.9,
    mean: 30.6,
  });
  expect(tables[0]?.rows[1]?.ratio).toBeNull();
  expect(ratios).toEqual([
    { name: 'span', value: 1, atMost: 1.1 },
    { name: 'entry, recording file', value: 0.48, atMost: 0.5 },
  ]);
});

test('the medians of both sides are compared, and what one side lacks is shown', () => {
  const before = ['1.00', '1.30', '1.01'].map((span) => readResults(printed(span, '0.40')));
  const after = [readResults(printed('1.11', '–'))];
  expect(compareResults(before, after)).toEqual([
    { name: 'span', before: 1.01, after: 1.11, change: 1.11 / 1.01 },
    { name: 'entry, recording file', before: 0.4, after: null, change: null },
  ]);
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-compare-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** @param {string[]} args */
function compare(...args) {
  const script = join(import.meta.dirname, '../../../../scripts/bench-compare.mjs');
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
}

test('the script compares files, and fails where a ratio grew', () => {
  writeFileSync(join(folder, 'a.json'), JSON.stringify(readResults(printed('1.00', '0.40'))));
  writeFileSync(join(folder, 'b.json'), JSON.stringify(readResults(printed('1.20', '0.40'))));
  const passed = compare('a.json', 'b.json');
  expect(passed.stdout).toContain('| span | 1.00 | 1.20 | 1.20 |');
  expect(passed.status).toBe(0);
  const failed = compare('a.json', 'b.json', '--at-most', '1.1');
  expect(failed.stderr).toBe('bench-compare: "span" grew to 1.20 of what it was; at most 1.1\n');
  expect(failed.status).toBe(1);
});

test.each([
  [['a.json'], 'there are 1 names; two are needed, each a commit or a file'],
  [['no.json', 'b'], '"no.json" is neither a file nor a commit'],
  [['a', 'b', '--rounds', 'x'], '--rounds is "x"; allowed are numbers from 1'],
])('%j is refused', (args, message) => {
  const { status, stderr } = compare(...args);
  expect(stderr).toContain(`bench-compare: ${message}\n`);
  expect(status).toBe(2);
});
