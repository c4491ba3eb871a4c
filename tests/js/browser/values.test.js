/** Values that exist only on a page, in three browsers: the output of every sink for them. */

import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { serveFolder } from '../../../scripts/demo-lib/serve-folder.js';
import { browsers } from './drivers/index.js';

jest.setTimeout(90_000);

const PAGE = '/tests/js/browser/page/values/index.html';

/** @type {Awaited<ReturnType<typeof serveFolder>>} */
let server;
/** The lines of each value that came by HTTP. @type {Record<string, any[]>} */
const posted = {};

beforeAll(async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  server = await serveFolder(root, {}, (path, body) => {
    const lines = body.trimEnd().split('\n');
    (posted[decodeURIComponent(path)] ??= []).push(...lines.map((line) => JSON.parse(line)));
  });
});
afterAll(() => server?.close());

const { any, objectContaining, stringMatching } = expect;
const note = stringMatching(/^\[(\w*Error|NS_ERROR\w*): .+\]$/s);
const noSecond = { isTrusted: any(Boolean), target: null };
const mouse = {
  type: 'click',
  clientX: 7,
  view: '[Window]',
  target: '<button id="ok">',
  currentTarget: null,
};
const cut = stringMatching(/^.{1,300000}… \(\d+ characters\)$/);

/**
 * The value's representation in a line of JSON.
 *
 * @type {Record<string, unknown>}
 */
const values = {
  element: '<button id="ok" class="a \\"b\\"">',
  'svg element': '<svg viewBox="0 0 1 1">',
  'text node': '#text "line\\nand line"',
  attribute: 'title "t"',
  comment: '#comment " note "',
  document: '#document',
  fragment: '#document-fragment',
  'form whose fields have the names of its own properties': '<form>',
  'custom element whose getter throws': '[Error: no attributes]',
  'element of React': '<div>',
  'fiber of React': objectContaining({ child: any(Object), stateNode: '<div>' }),
  NodeList: ['<li id="a">', '<li id="b">'],
  HTMLCollection: ['<li id="a">', '<li id="b">'],
  DOMTokenList: ['a', 'b'],
  window: '[Window]',
  'window of another origin': note,
  location: stringMatching(`${PAGE}$`),
  'location of another origin': note,
  Event: objectContaining({ type: 'click', ...noSecond }),
  'event at an element': objectContaining(mouse),
  CustomEvent: objectContaining({ type: 'loaded', detail: { rows: 406 }, ...noSecond }),
  MessageEvent: objectContaining({ type: 'message', data: { rows: 406 }, ports: [] }),
  ErrorEvent: objectContaining({
    message: 'm',
    error: objectContaining({ name: 'Error', message: 'inner' }),
  }),
  DOMException: objectContaining({ name: 'AbortError', message: 'gone' }),
  'DOMException of another frame': objectContaining({ name: 'AbortError', message: 'gone' }),
  'Error with causes': objectContaining({
    name: 'TypeError',
    message: 'a',
    cause: objectContaining({ name: 'RangeError', message: 'b', cause: 'c' }),
  }),
  'Error of another frame': objectContaining({ name: 'Error', message: 'far', stack: any(String) }),
  style: 'color: red;',
  storage: { theme: 'dark', length: 1 },
  rectangle: objectContaining({ x: 1, y: 2, width: 3, height: 4 }),
  Response: objectContaining({ status: 418, headers: { 'content-type': 'text/plain;charset=UTF-8' } }),
  Blob: objectContaining({ size: 4, type: 'text/plain' }),
  File: objectContaining({ name: 'a.txt', lastModified: 0, size: 4 }),
  Map: { a: '<i>' },
  Set: [1, '#text "t"'],
  'typed array': `Float32Array(1000000) [${Array(16).fill(0).join(', ')}, … 999984 more]`,
  Proxy: { a: 1 },
  'Proxy that was revoked': note,
  'Proxy that throws': '[Error: trapped]',
  'huge string': cut,
  'element with a huge attribute': cut,
};

/** Lists that a budget cuts; each copy has its own budget, so their lengths differ. @type {Record<string, unknown>} */
const largeLists = { 'long NodeList': any(Array), 'huge list': any(Array) };

/** Values that a structured clone copies, exactly or nearly. @type {Record<string, unknown>} */
const cloned = {
  'fiber of React': any(Object),
  'Error with causes': objectContaining({ message: 'a', cause: expect.anything() }),
  'DOMException of another frame': objectContaining({ name: any(String), message: 'gone' }),
};

describe.each(Object.entries(browsers))('%s', (_name, launch) => {
  /** @type {import('./drivers/index.js').Driver} */
  let driver;
  beforeAll(async () => {
    driver = await launch();
  });
  afterAll(() => driver?.close());

  /** @param {string} name */
  async function ask(name) {
    const path = `/values/${name}`;
    delete posted[path];
    const answer = JSON.parse(await driver.ask(`${server.origin}${PAGE}`, name));
    const lines = (posted[path] ?? []).filter(({ target }) => target && target !== 'micromegas.meta');
    return { ...answer, lines };
  }

  test.each(Object.entries({ ...values, ...largeLists }))('%s', async (name, value) => {
    const { problems, messages, arrived, named, alone, port, redacted, http, lines, longest } =
      await ask(name);
    expect(problems).toEqual([]);
    expect(messages).toHaveLength(5);
    expect(messages[2]).toMatch(/^said/);
    expect(arrived).toEqual({ lines: 5, port: 5, redacted: 5 });
    expect(http).toMatchObject({ waiting: 0, lost: { refused: 0, memory: 0, queue_full: 0 } });
    expect(named).toEqual({ value });
    expect(redacted).toEqual(name === 'fiber of React' ? { value: any(Object) } : { value });
    expect(port).toEqual({ value: cloned[name] ?? value, worker: 'worker' });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatchObject({ message: 'named', properties: { value } });
    expect(alone).not.toEqual({});
    expect(longest).toBeLessThan(1_000_000);
  });

  test('an attribute by the name of a secret is redacted', async () => {
    const { named, redacted } = await ask('element with a secret');
    expect(named).toEqual({ value: '<i data-api-token="hunter2">' });
    expect(redacted).toEqual({ value: '<i data-api-token="[redacted]">' });
  });

  test('values that are too large have a note', async () => {
    const { named } = await ask('long NodeList');
    expect(named.value.at(-1)).toBe('[too large]');
    expect(named.value[0]).toBe('<li>');
  });
});
