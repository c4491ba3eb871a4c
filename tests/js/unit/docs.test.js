import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import * as everything from '../../../js/index.js';
import * as testing from '../../../js/testing/index.js';
import {
  anchorsOf,
  isExternal,
  linksOf,
  read,
  resolveLink,
  root,
  sectionOf,
  slugify,
  withSections,
} from '../../../docs/site/lib/markdown.mjs';
import { allFiles, pageFiles, pageOf } from '../../../docs/site/lib/pages.mjs';
import { sidebar } from '../../../docs/site/lib/sidebar.mjs';

const files = allFiles();
const headers = files.filter((path) => /^cpp\/.*\.(hpp|h)$/.test(path) && /\/include\//.test(path));
const publicHeaders = headers.filter((path) => !/\/(detail|wire)\//.test(path));

/** @param {string} text */
const codeOf = (text) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).join('\n');

/**
 * @param {Iterable<string>} names
 * @param {string} page
 */
function expectOnPage(names, page) {
  const words = new Set(codeOf(withSections(read(page), page)).match(/[\w.-]+/g));
  expect([...new Set(names)].filter((name) => !words.has(name))).toEqual([]);
}

test('a heading’s anchor is that of GitHub', () => {
  expect(slugify('C++20 modules')).toBe('c20-modules');
  expect(slugify('Ctrl-C and SIGTERM')).toBe('ctrl-c-and-sigterm');
  expect([...anchorsOf('# A `b`\n```\n# no\n```\n## A b\n')]).toEqual(['a-b', 'a-b-1']);
});

test('a section is shown with links of the page that shows it', () => {
  expect(sectionOf('README.md', 'five-minutes-the-web-developer', 'docs/start/web.md')).toMatch(
    '](../guide/javascript.md)',
  );
});

test('every link leads to a file, and to a heading that exists', () => {
  const pages = ['README.md', ...pageFiles()];
  expect(pages.length).toBeGreaterThan(50);
  const broken = pages.flatMap((page) =>
    linksOf(withSections(read(page), page))
      .filter((href) => !isExternal(href) && !href.startsWith('/'))
      .filter((href) => {
        const { path, anchor } = resolveLink(page, href);
        if (!existsSync(join(root, path))) return true;
        return anchor !== '' && !anchorsOf(withSections(read(path), path)).has(anchor);
      })
      .map((href) => `${page}: ${href}`),
  );
  expect(broken).toEqual([]);
});

test('every link to another site is https', () => {
  const links = ['README.md', ...pageFiles()].flatMap((page) => linksOf(read(page)).filter(isExternal));
  expect(links.filter((href) => new URL(href).protocol !== 'https:')).toEqual([]);
});

test('every page but decisions is in the side bar, once', () => {
  const listed = sidebar.flatMap(({ items }) => items.map(({ link }) => link)).sort();
  const pages = pageFiles()
    .map((path) => `/${pageOf(path)}`)
    .filter((path) => path !== '/index.md' && !/^\/decisions\/\d/.test(path))
    .map((path) => path.replace(/(index)?\.md$/, ''))
    .sort();
  expect(listed).toEqual(pages);
});

test('the page about macros has every public macro and every definition of the user', () => {
  const texts = publicHeaders.concat(headers.filter((path) => /detail\/target\.hpp$/.test(path))).map(read);
  const macros = texts.flatMap((text) =>
    [...text.matchAll(/^#define (MMC?_\w+)/gm)].map(([, name = '']) => name),
  );
  const settings = texts.flatMap((text) =>
    [...text.matchAll(/^#ifn?def (MICROMEGAS_(?!\w*_H$)\w+)/gm)].map(([, name = '']) => name),
  );
  expect(macros).toEqual(expect.arrayContaining(['MM_INFO', 'MMC_INFO']));
  expect(settings).toContain('MICROMEGAS_TARGET');
  expectOnPage([...macros.filter((name) => !/^MMC?_DETAIL/.test(name)), ...settings], 'docs/guide/macros.md');
});

test('the page about sinks has every sink of C++ and of JavaScript', () => {
  const sinks = publicHeaders.flatMap((path) =>
    [...read(path).matchAll(/^class (?:\w+_EXPORT |MICROMEGAS_\w+ )?(\w+Sink)\b[^;]*?:[^;]*?\{/gm)].map(
      ([, name = '']) => name,
    ),
  );
  expect(sinks).toContain('FileEventSink');
  const ofJavaScript = Object.keys(everything).filter((name) =>
    /Sink$|^with|^tee$|^receive$|^toJson$/.test(name),
  );
  expect(ofJavaScript).toContain('consoleSink');
  expectOnPage([...sinks.filter((name) => name !== 'TextSink'), ...ofJavaScript], 'docs/guide/sinks.md');
});

test('the page about JavaScript has every export', () => {
  const javascript = 'docs/guide/javascript.md';
  const text = read(javascript);
  const missing = [...Object.keys(everything), ...Object.keys(testing)].filter(
    (name) => !new RegExp(`\\b${name}\\b`).test(text),
  );
  expect(missing).toEqual([]);
});

test('the page about the configuration has every environment variable of C++', () => {
  const variables = files
    .filter((path) => /^cpp\/telemetry_sink\/native\/src\/.*\.(cpp|hpp)$/.test(path))
    .flatMap((path) => read(path).match(/"(MICROMEGAS_[A-Z_]+)"/g) ?? [])
    .map((text) => text.slice(1, -1));
  expect(variables).toContain('MICROMEGAS_LOG');
  const page = read('docs/guide/configuration.md');
  expect([...new Set(variables)].filter((name) => !new RegExp(`^${name}$`, 'm').test(page))).toEqual([]);
});

test('the guide has every option of CMake that a user sets', () => {
  const options = [...read('CMakeLists.txt').matchAll(/^option\((MICROMEGAS_\w+)/gm)].map(
    ([, name = '']) => name,
  );
  const ofDevelopers = /_(TESTS|EXAMPLES|FUZZERS|BENCHMARKS)$/;
  expect(options).toContain('MICROMEGAS_BUILD_TELEMETRY');
  expectOnPage(
    options.filter((name) => !ofDevelopers.test(name)).map((name) => name),
    'docs/guide/native.md',
  );
});

test('the tests that prove the guarantees exist', () => {
  const cases = new Set(
    files
      .filter((path) => /^(tests|examples)\/.*\.cpp$/.test(path))
      .flatMap((path) =>
        [...read(path).matchAll(/^\s*(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)/gm)].map(
          ([, suite, name]) => `${suite}.${name}`,
        ),
      ),
  );
  const proofs = codeOf(read('docs/guide/guarantees.md'))
    .split('\n')
    .filter((code) => /^[A-Z]\w+\.[A-Z]\w+$/.test(code) || code.startsWith('tests/'));
  expect(proofs.length).toBeGreaterThan(40);
  expect(proofs.filter((proof) => !cases.has(proof) && !existsSync(join(root, proof)))).toEqual([]);
});
