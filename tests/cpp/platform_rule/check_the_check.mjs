// Tests the check of the platform rule on temporary trees: it finds all violations, with file and line, and nothing
// else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const check = join(import.meta.dirname, 'check.mjs');
// Composed, so that this file is no violation itself.
const macro = '__' + 'EMSCRIPTEN__';

/** @param {Record<string, string>} tree files by their paths */
function run(tree) {
  const root = mkdtempSync(join(tmpdir(), 'platform-rule-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { status, stderr } = spawnSync(process.execPath, [check, root], { encoding: 'utf8' });
    return { passed: status === 0, lines: stderr.split('\n').filter(Boolean) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

const clean = {
  'cpp/tracing/wasm/src/clock.cpp': `#ifdef ${macro}\n#include <emscripten/html5.h>\n#endif\n`,
  'cpp/module/bindings.cpp': '#include <emscripten/bind.h>\n',
  'tests/cpp/tracing/wasm/a_test.cpp': '#include <emscripten/em_js.h>\n',
  'cpp/tracing/src/a.cpp': '// Emscripten is mentioned in prose: emscripten\n#include <string>\n',
  'build/a.cpp': `#ifdef ${macro}\n`,
  'node_modules/x/a.h': `#ifdef ${macro}\n`,
};
assert.deepEqual(run(clean), { passed: true, lines: [] });

const violations = {
  'cpp/tracing/src/a.cpp': `// first line\n#ifdef ${macro}\n#endif\n`,
  'cpp/tracing/include/b.hpp': '#include <emscripten.h>\n',
  'tests/cpp/tracing/c_test.cpp': '\n\n#  include "emscripten/val.h"\n',
  'tests/cpp/wasm_test.cpp': `#if defined(${macro})\n`,
  'examples/query-engine/cpp/module/d.cpp': '#include <emscripten/bind.h>\n',
  'cpp/modules/e.cpp': '#define X __' + 'EMSCRIPTEN_PTHREADS__\n',
};
for (const [path, text] of Object.entries(violations)) {
  const { passed, lines } = run({ ...clean, [path]: text });
  const line = text.split('\n').findIndex((content) => /emscripten/i.test(content)) + 1;
  assert.equal(passed, false, path);
  const [violation = '', ...others] = lines;
  assert.ok(violation.startsWith(`${path}:${line}: `), violation);
  assert.deepEqual(others, [], path);
}
assert.equal(run({ 'README.md': 'no sources' }).passed, false);
console.log(`${Object.keys(violations).length} violations found, each in its file and line`);
