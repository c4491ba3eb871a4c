/** What becomes of values that only a real page has, in three browsers. */

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { browsers } from './drivers/index.js';
import { startServer } from './static-server.js';

jest.setTimeout(90_000);

/** @type {Awaited<ReturnType<typeof startServer>>} */
let server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const ITEM = '<li data-name="first" style="color: red;">';

/** What stands for a value that cannot go as it is. */
const TEXTS = {
  element: '<ul id="list" class="items">',
  elementOfAFramework: ITEM,
  text: '#text "one"',
  comment: '#comment " note "',
  document: '#document',
  window: '[Window]',
  otherOrigin: expect.stringMatching(/^\[SecurityError: /),
  throwing: '[Error: no attributes today]',
  style: 'color: red;',
  proxy: '[Error: not this one]',
};

const OBJECTS = {
  nodeList: [ITEM],
  click: expect.objectContaining({ type: 'click', isTrusted: false, clientX: 3, target: null }),
  message: expect.objectContaining({ type: 'message', data: { a: 1 }, origin: 'https://other.example' }),
  rectangle: expect.objectContaining({ x: 1, y: 2, width: 3, height: 4 }),
  storage: { length: 0 },
  response: expect.objectContaining({ status: 418, headers: { 'content-type': 'text/plain;charset=UTF-8' } }),
};

describe.each(Object.entries(browsers))('%s', (_name, launch) => {
  /** @type {import('./drivers/index.js').Driver} */
  let driver;
  beforeAll(async () => {
    driver = await launch();
  });
  afterAll(() => driver?.close());

  /** @param {string} way */
  const ask = async (way) =>
    JSON.parse(await driver.ask(`${server.origin}/tests/js/browser/page/values.html`, way));

  test('in a line of JSON', async () => {
    expect(await ask('json')).toEqual({
      ...TEXTS,
      ...OBJECTS,
      domException: expect.objectContaining({ name: 'NotFoundError', message: 'no such thing' }),
      error: expect.objectContaining({
        message: 'outer',
        cause: expect.objectContaining({ name: 'AbortError', message: 'inner' }),
      }),
      file: expect.objectContaining({ name: 'a.txt', size: 3, type: 'text/plain' }),
    });
  });

  test('posted to another place: errors and files as they are', async () => {
    expect(await ask('port')).toEqual({
      ...TEXTS,
      ...OBJECTS,
      domException: 'no such thing',
      error: 'outer',
      file: {}, // which JSON leaves of a file
    });
  });

  test('said to the captured console: nothing is lost', async () => {
    const found = await ask('console');
    expect(found).toEqual({
      ...Object.fromEntries(Object.keys(found).map((name) => [name, 'said value'])),
      window: 'said [Window] ',
      style: 'said color: red; ',
      domException: 'said no such thing error',
      error: 'said outer error',
      proxy: 'said error',
    });
    expect(Object.keys(found)).toHaveLength(19);
  });
});
