// Logs in each of the places, by the package's own core and by a C++ module; it may not use import().
// @ts-expect-error: a page knows addresses, not files
import createProbe from '/build/browser/tests/js/probe/probe.mjs';
// @ts-expect-error: as above
import { init as initStatic, levels, portSink } from '/dist/esm/static.js';

/** A sink that is slow for as many records as it takes to report that. */
function slowSink() {
  let calls = 0;
  return () => {
    for (const start = Date.now(); calls < 2 && Date.now() < start + 60;);
    calls += 1;
  };
}

/** "grüße, 你好, 🎈" as code points: bundlers write it unescaped, and a page may read the file in another encoding. */
const TEXT = [103, 114, 252, 223, 101, 44, 32, 0x4f60, 0x597d, 44, 32, 0x1f388]
  .map((code) => String.fromCodePoint(code))
  .join('');

/**
 * @param {{ postMessage: (message: any) => void }} port of the page
 * @param {{ core?: WebAssembly.Module, init?: any }} [how] the core, compiled; another entry's `init`
 */
export async function speak(port, { core, init = initStatic } = {}) {
  try {
    const sinks = [portSink(port, { name: 'place' })];
    const tracing = await init({ core, level: 'trace', sinks: [...sinks, slowSink()] });
    const log = tracing.logger('app');
    for (const level of levels) log[level](`${level} message`, { level });
    log.info(`process ${tracing.processId}`);
    await tracing.flush();
    tracing.shutdown();

    const module = await createProbe();
    const engine = await init({ module, name: 'engine', level: 'trace', sinks });
    module.logAllLevels();
    module.logText(`longer than texts that are read byte by byte: ${TEXT}`);
    module.logText(`process ${engine.processId}`);
    engine.shutdown();
    port.postMessage({ done: true });
  } catch (/** @type {any} */ error) {
    port.postMessage({ done: true, error: `${error}\n${error?.stack}` });
  }
}
