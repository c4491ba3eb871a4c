// Values that exist only on a page.

/** @param {string} html */
function element(html) {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  return /** @type {Element} */ (holder.firstElementChild);
}

/** @param {string} address */
function frame(address) {
  return new Promise((resolve) => {
    const made = document.createElement('iframe');
    made.addEventListener('load', () => resolve(made.contentWindow));
    made.src = address;
    document.body.append(made);
  });
}

/** The address of this page by another name of this machine: another origin. */
const elsewhere = () => `http://localhost:${location.port}/tests/js/browser/page/values/frame.html`;

class Hostile extends HTMLElement {
  /** @override @returns {NamedNodeMap} */
  get attributes() {
    throw new Error('no attributes');
  }
}
customElements.define('hostile-element', Hostile);

class Fiber {
  /** @type {unknown} */
  return = null;
  /** @type {unknown} */
  child = null;
  /** @type {unknown} */
  sibling = null;
  /** @type {unknown} */
  alternate = null;
  /** @type {unknown} */
  stateNode = null;
  memoizedProps = { children: ['text', { onClick() {}, style: { color: 'red' } }] };
}

/** Makes a graph like React's on the elements of a large page: each node refers to all of its neighbours, twice. */
function fiberTree() {
  /** @type {Fiber[]} */
  const fibers = [];
  for (let index = 0; index < 1_000; ++index) {
    const fiber = new Fiber();
    const around = fibers[index >> 1];
    fiber.stateNode = Object.assign(document.createElement('div'), { __reactFiber$x: fiber });
    fiber.return = around;
    if (around) {
      fiber.sibling = around.child;
      around.child = fiber;
    }
    fiber.alternate = Object.assign(new Fiber(), fiber, { alternate: fiber });
    fibers.push(fiber);
  }
  return /** @type {Fiber} */ (fibers[0]);
}

/** @returns {Promise<MessageEvent>} */
function messageEvent() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage({ rows: 406 });
  });
}

/** @type {Record<string, () => Promise<unknown>>} */
const laterMakers = {
  'window of another origin': () => frame(elsewhere()),
  'location of another origin': async () => (await frame(elsewhere())).location,
  'event at an element': () =>
    new Promise((resolve) => {
      const button = element('<button id="ok"></button>');
      button.addEventListener('click', (event) => setTimeout(resolve, 0, event));
      button.dispatchEvent(new MouseEvent('click', { view: window, clientX: 7 }));
    }),
  MessageEvent: messageEvent,
  'DOMException of another frame': async () => {
    const other = await frame('/tests/js/browser/page/values/frame.html');
    return new other.DOMException('gone', 'AbortError');
  },
  'Error of another frame': async () => {
    const other = await frame('/tests/js/browser/page/values/frame.html');
    return new other.Error('far');
  },
};

/** @type {Record<string, () => unknown>} */
const makers = {
  element: () => element('<button id="ok" class="a &quot;b&quot;">text</button>'),
  'element with a secret': () => element('<i data-api-token="hunter2"></i>'),
  'svg element': () => element('<svg viewBox="0 0 1 1"></svg>'),
  'text node': () => document.createTextNode('line\nand line'),
  attribute: () => element('<i title="t"></i>').attributes[0],
  comment: () => document.createComment(' note '),
  document: () => document,
  fragment: () => document.createDocumentFragment(),
  'form whose fields have the names of its own properties': () =>
    element('<form><input name="nodeName"><input name="attributes"><input name="toJSON"></form>'),
  'custom element whose getter throws': () => document.createElement('hostile-element'),
  'element of React': () => fiberTree().stateNode,
  'fiber of React': fiberTree,
  NodeList: () => element('<ul><li id="a"></li><li id="b"></li></ul>').querySelectorAll('li'),
  HTMLCollection: () => element('<ul><li id="a"></li><li id="b"></li></ul>').children,
  DOMTokenList: () => element('<i class="a b"></i>').classList,
  'long NodeList': () => element(`<ul>${'<li></li>'.repeat(50_000)}</ul>`).childNodes,
  window: () => window,
  location: () => location,
  Event: () => new Event('click'),
  CustomEvent: () => new CustomEvent('loaded', { detail: { rows: 406 } }),
  ErrorEvent: () => new ErrorEvent('error', { message: 'm', error: new Error('inner') }),
  DOMException: () => new DOMException('gone', 'AbortError'),
  'Error with causes': () => new TypeError('a', { cause: new RangeError('b', { cause: 'c' }) }),
  style: () => /** @type {HTMLElement} */ (element('<i style="color: red"></i>')).style,
  storage: () => {
    sessionStorage.setItem('theme', 'dark');
    return sessionStorage;
  },
  rectangle: () => new DOMRect(1, 2, 3, 4),
  Response: () => new Response('x', { status: 418 }),
  Blob: () => new Blob(['text'], { type: 'text/plain' }),
  File: () => new File(['text'], 'a.txt', { lastModified: 0 }),
  Map: () => new Map([['a', element('<i></i>')]]),
  Set: () => new Set([1, document.createTextNode('t')]),
  'typed array': () => new Float32Array(1_000_000),
  Proxy: () => new Proxy({ a: 1 }, {}),
  'Proxy that was revoked': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'Proxy that throws': () => {
    const trap = () => {
      throw new Error('trapped');
    };
    return new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap });
  },
  'huge string': () => 'x'.repeat(2_000_000),
  'huge list': () => Array.from({ length: 50_000 }, (_, index) => index),
  'element with a huge attribute': () => {
    const made = document.createElement('img');
    made.alt = 'x'.repeat(5_000_000);
    return made;
  },
};

/**
 * @param {string} name
 * @returns {Promise<{ value: unknown }>} in a box, as a promise would inspect the value itself
 */
export async function makeValue(name) {
  const later = laterMakers[name];
  return { value: later ? await later() : makers[name]?.() };
}
