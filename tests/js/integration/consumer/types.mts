// Code that a user of TypeScript may write, and code that they may not.
import { consoleSink, init, levels, memorySink } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';
import type { Level, LevelFilter, Logger, LogRecord, MemorySink, Sink, Tracing } from 'micromegas-tracing';
import { matchers, recorder } from 'micromegas-tracing/testing';
import type { Recorder } from 'micromegas-tracing/testing';

declare function createEngine(options?: object): Promise<{ run(): void }>;
interface Click {
  button: string;
}
declare const click: Click;

const memory: MemorySink = memorySink({ capacity: 10 });
const mine: Sink = (record: LogRecord) => void record.message.toUpperCase();
const later: Sink = async (record) => void record.properties['rows'];

const tracing: Tracing = await init({
  module: createEngine,
  name: 'engine',
  filter: 'info,engine::sql=debug',
  sinks: [consoleSink(), consoleSink({ console, colors: 'auto' }), memory, mine, later],
  properties: { release: '1.4.0', build: 7, beta: true },
});
await init();
await init({ module: createEngine() });
await init({ module: await createEngine(), level: 'off' });

await initExternal({ wasmUrl: '/core.wasm', level: 'off' });
await initExternal({ wasmUrl: new URL('https://example.org/core.wasm') });

const logged: Recorder = recorder();
logged.failOnUnexpectedErrors();
matchers.toHaveLogged.call({ equals: Object.is }, logged, { level: 'warn', message: /slow/ });

const log: Logger = tracing.logger('app.ui');
log.info('clicked');
log.info('clicked', { button: 'ok' });
log.info('clicked', click);
log.error('failed', new Error('disk full'));
if (log.isEnabled('debug')) log.debug('detail');
Promise.reject(new Error('x')).catch((error: Error) => log.error('failed', error));

const level: Level = memory.records[0]!.level;
const number: number = levels.indexOf(level);
const filter: LevelFilter = 'off';
tracing.setLevel(filter);
const module: string | null = memory.records[0]!.module;
tracing[Symbol.dispose]();
export { module, number };

// @ts-expect-error not a level
await init({ level: 'loud' });
// @ts-expect-error no such option
await init({ levle: 'info' });
// @ts-expect-error an option of the other entry
await init({ wasmUrl: '/core.wasm' });
// @ts-expect-error not an address
await initExternal({ wasmUrl: 7 });
// @ts-expect-error not a function
await init({ sinks: ['console'] });
// @ts-expect-error not text, number or boolean
await init({ properties: { nested: {} } });
// @ts-expect-error a message is a string
log.info(42);
// @ts-expect-error properties are an object
log.info('clicked', 42);
// @ts-expect-error off is no level of an entry
log.isEnabled('off');
// @ts-expect-error it has four methods
consoleSink({ console: { log() {} } });
// @ts-expect-error a record is not to be changed
memory.records[0]!.properties['rows'] = 1;
// @ts-expect-error nor are the levels
levels.push('loud');
