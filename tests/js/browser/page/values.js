/** Values that only a real page has, and the ways that an entry with one goes. `answer(way)` returns all as JSON. */

import { captureConsole, init, jsonLinesSink, memorySink, portSink, receive } from 'micromegas-tracing';

class Throwing extends HTMLElement {
  /** @override @returns {NamedNodeMap} */
  get attributes() {
    throw new Error('no attributes today');
  }
}
customElements.define('x-throwing', Throwing);

/** What a framework hangs on its elements: a graph that has no end. */
function fiber() {
  const root = { children: /** @type {object[]} */ ([]), state: 'x'.repeat(1000) };
  for (let index = 0; index < 300; ++index) {
    root.children.push({ index, parent: root, siblings: root.children });
  }
  return root;
}

function makeValues() {
  const list = /** @type {HTMLElement} */ (document.getElementById('list'));
  const item = /** @type {HTMLElement} */ (list.firstElementChild);
  Object.assign(item, { fiber: fiber() });
  item.style.color = 'red';
  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  return {
    element: list,
    elementOfAFramework: item,
    text: item.firstChild,
    comment: list.lastChild?.previousSibling,
    document,
    window,
    otherOrigin: frame.contentWindow,
    nodeList: list.querySelectorAll('li'),
    throwing: document.createElement('x-throwing'),
    click: new MouseEvent('click', { clientX: 3 }),
    message: new MessageEvent('message', { data: { a: 1 }, origin: 'https://other.example' }),
    domException: new DOMException('no such thing', 'NotFoundError'),
    error: new Error('outer', { cause: new DOMException('inner', 'AbortError') }),
    file: new File(['abc'], 'a.txt', { type: 'text/plain' }),
    rectangle: new DOMRect(1, 2, 3, 4),
    style: item.style,
    storage: localStorage,
    response: new Response('x', { status: 418 }),
    proxy: new Proxy(
      {},
      {
        get() {
          throw new Error('not this one');
        },
        ownKeys() {
          throw new Error('not this one');
        },
      },
    ),
  };
}

/** @type {Record<string, (value: unknown) => Promise<unknown>>} */
const ways = {
  async json(value) {
    const lines = /** @type {string[]} */ ([]);
    const sink = jsonLinesSink({
      write(text, done) {
        if (text) lines.push(text);
        done?.();
      },
    });
    const tracing = await init({ sinks: [sink] });
    tracing.logger('page').info('value', { value });
    await tracing.flush();
    tracing.shutdown();
    return JSON.parse(lines.join('')).properties.value;
  },

  async port(value) {
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise((resolve) => void receive(port2, resolve));
    const tracing = await init({ sinks: [portSink(port1)] });
    tracing.logger('page').info('value', { value });
    const { properties } = /** @type {import('micromegas-tracing').LogRecord} */ (await arrived);
    tracing.shutdown();
    port1.close();
    return properties['value'] instanceof Error ? properties['value'].message : properties['value'];
  },

  async console(value) {
    const memory = memorySink();
    const tracing = await init({ sinks: [memory] });
    const captured = captureConsole(tracing, { uncaught: false });
    console.info('said', value);
    captured.restore();
    tracing.shutdown();
    return memory.records.map(({ message, properties }) => `${message} ${Object.keys(properties)}`).join();
  },
};

/** @param {string} way */
const answer = async (way) => {
  /** @type {Record<string, unknown>} */
  const results = {};
  for (const [name, value] of Object.entries(makeValues())) {
    results[name] = await ways[way]?.(value);
  }
  return JSON.stringify(results);
};

Object.assign(globalThis, { answer });
