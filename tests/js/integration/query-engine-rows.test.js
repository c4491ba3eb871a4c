// The same values in the native program and in WebAssembly under Node: rows as JSON, and as the printed table.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, jest, test } from '@jest/globals';

import { cellText, printable } from '../../../examples/query-engine/js/cell.js';
import { parseRows } from '../../../examples/query-engine/js/parse-rows.js';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../../../', import.meta.url));
const native = [join(root, 'build/native/examples/query-engine/query_engine')];
const node = [process.execPath, join(root, 'examples/query-engine/node/query.js')];

/**
 * @param {string[]} command
 * @param {string[]} args
 */
const outputOf = ([program = '', ...first], args) =>
  execFileSync(program, [...first, '--log', 'off', ...args], { encoding: 'utf8' });

/** Every kind of value, and values that one of the two could show in another way. */
const sql = `
  SELECT 9007199254740993 AS id, 0.1 + 0.2 AS r, 'text' AS t
  UNION ALL SELECT -9223372036854775808, 1e16, NULL
  UNION ALL SELECT 9007199254740991, 123456789012345680.0, '12345678901234567'
  UNION ALL SELECT 0, -0.0, char(27) || '[31m' || char(0x9b) || '2J' || char(0, 10, 13, 9, 0x7f, 0x85) || 'é🦆'
  UNION ALL SELECT NULL, 0.00001, x'1b9b'
  UNION ALL SELECT 1, 1e300, '":9007199254740993,'
  UNION ALL SELECT 2, 9e999, ''
  UNION ALL SELECT 3, 100.0, '\\":9007199254740993}'`;

describe('The native program and Node', () => {
  test('write the same JSON', () => {
    const json = outputOf(native, ['--json', sql]);
    expect(outputOf(node, ['--json', sql])).toBe(json);
    expect(json).toContain('"id":9007199254740993,');
    expect(json.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('show the same table, without a control character', () => {
    const table = outputOf(native, [sql]);
    expect(outputOf(node, [sql])).toBe(table);
    expect(table).toContain('9007199254740993 ');
    expect(table).toContain(String.raw`\x1b[31m\x9b2J\x00\n\x0d\x09\x7f\x85é🦆`);
    expect(table.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('show a name, and the error in it, without a control character', () => {
    const named = `SELECT 1 AS "\u001b[1m\u009b"`;
    expect(outputOf(node, [named])).toBe(outputOf(native, [named]));
    expect(outputOf(native, [named])).toContain(String.raw`\x1b[1m\x9b`);
    for (const [program = '', ...args] of [native, node]) {
      const { stderr } = spawnSync(program, [...args, '--log', 'off', 'SELECT "\u001b[1m\u009b"'], {
        encoding: 'utf8',
      });
      expect(stderr).toContain(String.raw`\x1b[1m\x9b`);
      expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
  });
});

describe('parseRows', () => {
  test('makes a bigint of an integer that a number does not hold, and of nothing else', () => {
    expect(
      parseRows(
        '[{"a":9007199254740993,"b":-9007199254740993,"c":9007199254740991,"d":0.123456789012345},\n' +
          '{"a":1234567890123456.5,"b":1e+300,"c":"9007199254740993","d":null}]',
      ),
    ).toEqual([
      { a: 9007199254740993n, b: -9007199254740993n, c: 9007199254740991, d: 0.123456789012345 },
      { a: 1234567890123456.5, b: 1e300, c: '9007199254740993', d: null },
    ]);
  });

  test.each(['":9007199254740993,', '\\":9007199254740993}', '\\', '\\\\', '"', '__proto__'])(
    'leaves strings alone, and knows the name %j',
    (text) => {
      const name = JSON.stringify(text);
      const [row] = parseRows(
        `[{${name}:9007199254740993,"text":${JSON.stringify(`${text}:9007199254740993,`)}}]`,
      );
      expect(Object.entries(row ?? {})).toEqual([
        [text, 9007199254740993n],
        ['text', `${text}:9007199254740993,`],
      ]);
    },
  );

  test('takes a string of megabytes', () => {
    const text = '"\\'.repeat(4_000_000);
    const rows = parseRows(`[{"id":9007199254740993,"text":${JSON.stringify(text)}}]`);
    expect(rows[0]?.id).toBe(9007199254740993n);
    expect(rows[0]?.text === text).toBe(true);
  });
});

test.each([
  [1, '1'],
  [-0, '0'],
  [1e-4, '0.0001'],
  [1e-5, '1e-05'],
  [-1.5e-10, '-1.5e-10'],
  [9007199254740991, '9007199254740991'],
  [1e16, '1e+16'],
  [1e300, '1e+300'],
  [9007199254740993n, '9007199254740993'],
  [null, 'NULL'],
  ['\u009b\n', String.raw`\x9b\n`],
])('cellText(%p) is %s', (value, text) => {
  expect(cellText(value)).toBe(text);
  expect(printable(text)).toBe(text);
});
