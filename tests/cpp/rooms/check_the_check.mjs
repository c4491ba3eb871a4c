// node check_the_check.mjs <c++> <nm>: the check of the rooms finds all violations in temporary trees, and nothing else.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const [compiler = '', nm = ''] = process.argv.slice(2);
const check = join(import.meta.dirname, 'check.mjs');

/** @param {Record<string, string>} tree files by their paths */
function run(tree) {
  const root = mkdtempSync(join(tmpdir(), 'rooms-'));
  try {
    const objects = Object.entries(tree).flatMap(([path, text]) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      if (!path.endsWith('.cpp')) return [];
      const object = join(root, 'tracing.dir', `${path}.o`);
      mkdirSync(dirname(object), { recursive: true });
      execFileSync(compiler, ['-c', '-I', join(root, 'native/src'), join(root, path), '-o', object]);
      return [object];
    });
    const { status, stderr } = spawnSync(process.execPath, [check, root, nm, ...objects], {
      encoding: 'utf8',
    });
    return { passed: status === 0, lines: stderr.split('\n').filter(Boolean) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const detail = (/** @type {string} */ text) => `namespace micromegas::tracing::detail { ${text} }\n`;
const clean = {
  'src/log_router.hpp': '',
  'src/inside_sink.hpp': '',
  'native/src/system/fork.hpp': detail('void take_part();'),
  'native/src/system/fork.cpp': `#include "fork.hpp"\n${detail('void take_part() {}')}`,
  'native/src/record/recording.cpp': `#include "system/fork.hpp"\n${detail('void record() { take_part(); }')}`,
  'native/src/collect/collector.cpp': detail('void record(); void collect() { record(); }'),
  'native/src/dispatch.cpp': detail('void collect(); void flush() { collect(); }'),
};
assert.deepEqual(run(clean), { passed: true, lines: [] });

const violations = {
  'native/src/system/wait.hpp': '#include "record/recording.hpp"\n',
  'native/src/record/recording.hpp': '\n#  include "log_router.hpp"\n',
  'src/filter.hpp': '#include "system/fork.hpp"\n',
  'native/src/record/thread.cpp': detail('void collect(); void end() { collect(); }'),
  'native/src/collect/session.cpp': detail('void flush(); void begin() { flush(); }'),
  'native/src/attic/a.hpp': '#include "inside_sink.hpp"\n',
};
const { passed, lines } = run({ ...clean, ...violations });
assert.equal(passed, false);
for (const path of Object.keys(violations)) {
  const place = new RegExp(`^${path}(\\.o)?: `);
  assert.equal(lines.filter((line) => place.test(line)).length, 1, `${path} in\n${lines.join('\n')}`);
}
assert.equal(lines.length, Object.keys(violations).length, lines.join('\n'));
console.log(`${lines.length} violations found`);
