/** The basis of clicks in Chromium's console: addresses of C++ files, and the source map of a module. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';

import { beforeAll, expect, jest, test } from '@jest/globals';

import { chromiumAndServer } from './chromium-and-server.js';
import { startServer } from './static-server.js';

jest.setTimeout(60_000);

const running = chromiumAndServer(startServer);

const source = 'tests/js/probe/wasm/failures.cpp';
const lines = readFileSync(new URL(`../../../${source}`, import.meta.url), 'utf8').split('\n');
/** @param {string} text */
const lineOf = (text) => lines.findIndex((line) => line.includes(text)) + 1;

/** @type {{ stack: string, file: string, line: number }} a C++ exception's stack, and the place of the entry before it */
let failure;
/** @type {string} */
let wasm;

beforeAll(async () => {
  wasm = `${running.server.origin}/build/browser/tests/js/probe/probe_source_map.wasm`;
  const page = await running.browser.newPage();
  await page.goto(`${running.server.origin}/tests/js/browser/page/blank.html`);
  failure = await page.evaluate(
    async (glue) => {
      const { init, memorySink, withSourceRoot } = await import('micromegas-tracing');
      const module = await (await import(glue)).default();
      const memory = memorySink();
      const tracing = await init({ module, sinks: [withSourceRoot(memory, `${location.origin}/`)] });
      try {
        tracing.guard(module.throwException)('cars');
      } catch (/** @type {any} */ { stack }) {
        return { stack, file: memory.records[0]?.file ?? '', line: memory.records[0]?.line ?? 0 };
      }
      throw new Error('nothing was thrown');
    },
    wasm.replace(/wasm$/, 'mjs'),
  );
  await page.close();
});

test('the address of an entry’s place is that of its source, as the server has it', async () => {
  expect(failure).toMatchObject({
    file: `${running.server.origin}/${source}`,
    line: lineOf('MM_INFO("parsing {}", query);'),
  });
  const response = await fetch(failure.file);
  expect(response.status).toBe(200);
  expect((await response.text()).split('\n')).toEqual(lines);
});

test('a module built with -gsource-map has a map that leads from a stack to the same address', async () => {
  const compiled = await WebAssembly.compileStreaming(fetch(wasm));
  const [section = new ArrayBuffer()] = WebAssembly.Module.customSections(compiled, 'sourceMappingURL');
  // A vector of bytes: its length, here below 128, then the text.
  const address = new URL(new TextDecoder().decode(new Uint8Array(section).subarray(1)), wasm);
  const map = new SourceMap(/** @type {any} */ (await (await fetch(address)).json()));

  const offsets = [...failure.stack.matchAll(/probe_source_map\.wasm:wasm-function\[\d+\]:0x([0-9a-f]+)/g)];
  const places = offsets.map(([, offset = '']) => {
    const entry = map.findEntry(0, Number.parseInt(offset, 16));
    return 'originalSource' in entry
      ? `${new URL(entry.originalSource, address)}:${entry.originalLine + 1}`
      : undefined;
  });
  expect(places).toContain(`${failure.file}:${lineOf('throw BadQuery(')}`);
});
