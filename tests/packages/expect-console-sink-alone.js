/** An import of one sink bundles only that sink. */

import { doesNotMatch, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names in the other parts that no minifier changes. */
const OTHERS = /WebAssembly|setFilter|memorySink|httpSink|jsonLinesSink|captureConsole/;

/** @param {string} folder with the bundle of console-sink-only.js in dist/ */
export async function expectConsoleSinkAlone(folder) {
  const bundle = await readFile(join(folder, 'dist/console-sink-only.js'), 'utf8');
  doesNotMatch(bundle, OTHERS);
  ok(bundle.includes('consoleSink'), 'the sink itself is not in the bundle');
}
