// The page's side: starts a place, and answers with its records.
import { heardFrom } from './heard-from.js';
import { speak } from './speak.js';

/** The folder of the files that places.test.js builds. */
const ONE_FILE = '/build/browser/tests/js/places';

// @ts-expect-error: TypeScript's DOM has no Trusted Types yet
const policy = trustedTypes.createPolicy('tests', { createScriptURL: (/** @type {string} */ url) => url });

const address = (/** @type {string} */ file) =>
  policy.createScriptURL(String(new URL(file, import.meta.url)));

/** @param {WebAssembly.Module} [core] */
async function audioWorklet(core) {
  const context = new OfflineAudioContext(1, 128, 44_100);
  await context.audioWorklet.addModule(address('audio-worklet.js'));
  const node = new AudioWorkletNode(context, 'speaker', { processorOptions: { core } });
  return heardFrom(node.port);
}

/**
 * @param {string} file
 * @param {RegistrationOptions} [options]
 */
async function serviceWorker(file, options) {
  const registration = await navigator.serviceWorker.register(address(file), options);
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  await new Promise((resolve, reject) => {
    const look = () => {
      if (worker?.state === 'activated') resolve(undefined);
      if (worker?.state === 'redundant') reject(new Error('the service worker could not be installed'));
    };
    worker?.addEventListener('statechange', look);
    look();
  });
  const { port1, port2 } = new MessageChannel();
  const heard = heardFrom(port1);
  worker?.postMessage('speak', [port2]);
  return heard.finally(() => registration.unregister());
}

async function sandboxedFrame() {
  const heard = heardFrom(window);
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.src = String(address('frame.html'));
  document.body.append(frame);
  return heard;
}

/** @param {string} [entry] loads the core with import() */
async function onPage(entry) {
  const { port1, port2 } = new MessageChannel();
  const heard = heardFrom(port1);
  speak(port2, entry ? await import(`/dist/esm/${entry}.js`) : {});
  return heard;
}

/** @param {string} entry */
const inWorker = (entry) => heardFrom(new Worker(address(`worker-by-entry.js?${entry}`), { type: 'module' }));

/** @type {Record<string, () => ReturnType<typeof heardFrom>>} */
const places = {
  page: () => onPage(),
  'page by the main entry': () => onPage('index'),
  'page by the external entry': () => onPage('external'),
  'dedicated worker by the main entry': () => inWorker('index'),
  'dedicated worker by the external entry': () => inWorker('external'),
  'dedicated worker': () => heardFrom(new Worker(address('dedicated-worker.js'), { type: 'module' })),
  'dedicated worker in one classic file': () =>
    heardFrom(new Worker(address(`${ONE_FILE}/dedicated-worker.js`))),
  'shared worker': () => heardFrom(new SharedWorker(address('shared-worker.js'), { type: 'module' }).port),
  'service worker of modules': () => serviceWorker('service-worker.js', { type: 'module' }),
  'service worker in one classic file': () => serviceWorker(`${ONE_FILE}/service-worker.js`),
  AudioWorklet: () => audioWorklet(),
  'AudioWorklet with the core that the page has compiled': async () =>
    audioWorklet(await WebAssembly.compileStreaming(fetch('/dist/micromegas_core.wasm'))),
  'sandboxed frame, which is of no origin': sandboxedFrame,
};

/** @type {any} */ (globalThis).answer = async (/** @type {string} */ place) =>
  JSON.stringify(await places[place]?.());
