// The workflow files cannot run here, but the scripts and suites that they name are here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../../..');
const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8');

/** @param {RegExp} pattern with one group */
const named = (pattern) =>
  workflows.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name));

test('each script is one of package.json', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const names = named(/npm run ([\w:]+)/g).concat(
    named(/script: \[(.*)\]/g).flatMap((list) => list.match(/[\w:]+/g) ?? []),
  );
  expect(names.length).toBeGreaterThan(6);
  expect(names.filter((name) => !(name in scripts))).toEqual([]);
});

test('each suite is one of npm test, and all of them run', () => {
  const suites = [...read('scripts/test.mjs').matchAll(/\{?\s*name: '(\w+)',\s*title/g)].map(
    ([, name]) => name,
  );
  const wanted = [...named(/npm test -- ([a-z ]+)$/gm), ...named(/^ {10}- ([a-z ]+)$/gm)].flatMap((line) =>
    line.split(' '),
  );
  expect([...new Set(wanted)].sort()).toEqual(suites.sort());
});

test('each preset is one of CMakePresets.json, and each option one of CMake', () => {
  const presets = named(/--preset ([\w-]+)/g);
  expect(presets.filter((name) => !read('CMakePresets.json').includes(`"name": "${name}"`))).toEqual([]);
  const options = named(/-D(MICROMEGAS_\w+)=/g);
  const places = ['CMakeLists.txt', 'cmake/toolchains/emscripten.cmake'].map(read).join('\n');
  expect(options.filter((name) => !places.includes(name))).toEqual([]);
});

test('programs that they run are in the tree', () => {
  expect(named(/run: (scripts\/\w+)/g).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
