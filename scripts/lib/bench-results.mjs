// The figures of the native benchmark, out of the tables in Markdown that it prints.

/** @typedef {{ title: string, rows: Record<string, string | number | null>[] }} Table */
/** @typedef {{ name: string, value: number, atMost: number | null }} Ratio to a floor, or another way, of the same run */
/** @typedef {{ tables: Table[], ratios: Ratio[] }} Results */

/** @param {string} line */
const cellsOf = (line) =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

/** @param {string} text a number, a dash where a benchmark was filtered out, or text */
function valueOf(text) {
  if (text === '–' || text === '-' || text === '') return null;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}

/**
 * @param {string} output of micromegas_bench
 * @returns {Results}
 */
export function readResults(output) {
  /** @type {Table[]} */
  const tables = [];
  const lines = output.split('\n');
  let title = '';
  for (let i = 0; i < lines.length; ++i) {
    const line = lines[i] ?? '';
    if (!line.startsWith('|')) {
      if (line.trim()) title = line.trim().replace(/:$/, '');
      continue;
    }
    const names = cellsOf(line).map((name, column) => name || `column ${column + 1}`);
    const rows = [];
    for (i += 2; lines[i]?.startsWith('|'); ++i) {
      const cells = cellsOf(lines[i] ?? '').map(valueOf);
      rows.push(Object.fromEntries(names.map((name, column) => [name, cells[column] ?? null])));
    }
    tables.push({ title, rows });
  }
  return { tables, ratios: tables.flatMap(ratiosOf) };
}

/**
 * Either a column of the table is called so, or its first one, and the second one has the values.
 * @param {Table} table
 */
function ratiosOf({ rows }) {
  /** @type {Ratio[]} */
  const ratios = [];
  for (const row of rows) {
    const [first = ''] = Object.keys(row);
    const name = String(row[first]);
    const value = first === 'ratio' ? row['column 2'] : row.ratio;
    const atMost = row['at most'];
    if (typeof value === 'number') {
      ratios.push({ name, value, atMost: typeof atMost === 'number' ? atMost : null });
    }
  }
  return ratios;
}

/** @param {number[]} values at least one */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/**
 * Ratios by their names, each the median of the runs that have it.
 * @param {Results[]} runs
 */
function medianRatios(runs) {
  /** @type {Map<string, number[]>} */
  const values = new Map();
  for (const { name, value } of runs.flatMap(({ ratios }) => ratios)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return new Map([...values].map(([name, all]) => [name, median(all)]));
}

/**
 * @param {Results[]} before
 * @param {Results[]} after
 * @returns {{ name: string, before: number | null, after: number | null, change: number | null }[]} change: after / before
 */
export function compareResults(before, after) {
  const [old, current] = [medianRatios(before), medianRatios(after)];
  return [...new Set([...old.keys(), ...current.keys()])].map((name) => {
    const [was, is] = [old.get(name) ?? null, current.get(name) ?? null];
    return { name, before: was, after: is, change: was && is ? is / was : null };
  });
}
