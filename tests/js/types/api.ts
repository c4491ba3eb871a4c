// Code that the types allow and code that they refuse: `npm run lint:js` checks it. Nothing here runs.
import {
  captureConsole,
  consoleSink,
  getLogger,
  httpSink,
  init,
  jsonLinesSink,
  memorySink,
  portSink,
  receive,
  tee,
  toJson,
  withBacktrace,
  withFilter,
  withRateLimit,
  withRedaction,
  withSampling,
  withSourceRoot,
} from 'micromegas-tracing';
import type {
  DeliveryCounts,
  LastingSink,
  Level,
  LevelFilter,
  LogFunction,
  Logger,
  LogRecord,
  ModuleFailure,
  Sink,
  Tracing,
} from 'micromegas-tracing';
import { fakeClock, matchers, recorder } from 'micromegas-tracing/testing';
import type { ExpectedRecord, LogMatchers } from 'micromegas-tracing/testing';

/** Fails to compile unless the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

declare const tracing: Tracing;

export function levels(): void {
  same<Level, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'>(true);
  same<LevelFilter, 'off' | Level>(true);
  // @ts-expect-error `off` is no level of an entry
  const level: Level = 'off';
  // @ts-expect-error nor is this one anything
  tracing.setLevel('verbose');
  void level;
}

export function messages(log: Logger, error: Error): void {
  log.info('text');
  log.info('text', { rows: 1 });
  log.info('text', () => ({ rows: 1 }));
  log.info('text', error);
  log.info(error);
  log.info(error, { file: 'a' });
  log.debug(() => 'expensive');
  log.debug(() => error);
  log.info`${1} rows of ${error} and ${Symbol()}`;
  void Promise.resolve().catch(log.error);
  // @ts-expect-error a message is no number
  log.info(1);
  // @ts-expect-error a message is not made of nothing
  log.info();
  // @ts-expect-error properties are no text
  log.info('text', 'more');
  // @ts-expect-error the function makes a message
  log.info(() => 5);
  // @ts-expect-error a promise would come too late
  log.info(async () => 'text');
  // @ts-expect-error it is logged by the methods
  log.log('text');
}

export function properties(): void {
  interface Query {
    rows: number;
    sql?: string;
  }
  const log = tracing.logger<Query>('app.sql');
  same<typeof log, Logger<Query>>(true);
  same<typeof log.info, LogFunction<Query>>(true);
  log.info('done', { rows: 1 });
  log.info('done', () => ({ rows: 1, sql: 'SELECT 1' }));
  log.info('done');
  log.with({ user: 'ada' }).info('done', { rows: 2 });
  log.child('plan', { cached: true }).info('done', { rows: 2 });
  // @ts-expect-error a number of rows is a number
  log.info('done', { rows: '1' });
  // @ts-expect-error not one of the properties
  log.info('done', { rows: 1, colour: 'red' });
  // @ts-expect-error one that must be there
  log.info('done', { sql: 'SELECT 1' });
  // @ts-expect-error also below
  log.child('plan').info('done', { rows: '1' });
  // @ts-expect-error bound properties are an object
  log.with('user');
  // @ts-expect-error a child has a name
  log.child();
}

export async function instrumentation(): Promise<void> {
  const log = getLogger<{ rows: number }>('library');
  same<typeof log, Logger<{ rows: number }>>(true);
  const rows = tracing.span('parse', () => [1, 2], { target: 'app', properties: { bytes: 3 } });
  same<typeof rows, number[]>(true);
  const loaded = await tracing.span('load', async () => 'text');
  same<typeof loaded, string>(true);
  tracing.metric('rows', 2, 'count', { target: 'app' });
  tracing.metric('bytes', 2n, 'bytes');
  await init({
    sinks: [withBacktrace(withRedaction(httpSink()), { size: 10, level: 'debug', trigger: 'warn' })],
  });
  // @ts-expect-error a metric has a unit
  tracing.metric('rows', 2);
  // @ts-expect-error a function, not its result
  tracing.span('parse', rows);
  // @ts-expect-error no level
  withBacktrace(httpSink(), { level: 'loud' });
}

export function records(): Sink {
  return ({ level, target, message, time, file, line, modulePath, properties: given, module }) => {
    same<typeof level, Level>(true);
    same<typeof target | typeof message | typeof file | typeof modulePath, string>(true);
    same<typeof time | typeof line, number>(true);
    same<typeof module, string | null>(true);
    same<typeof given, Readonly<Record<string, unknown>>>(true);
    // @ts-expect-error all sinks get the same object
    given['rows'] = 1;
  };
}

export function sinks(): Sink[] {
  same<ReturnType<typeof httpSink>, LastingSink>(true);
  const http = httpSink({
    url: '/logs',
    headers: { a: 'b' },
    batchSize: 10,
    interval: 100,
    maxQueued: 10,
    maxQueuedBytes: 1000,
    header: false,
    clock: fakeClock(),
  });
  const file = jsonLinesSink(process.stdout, { maxWaiting: 1000 });
  const flight = memorySink({ capacity: 10, dumpTo: http, dumpAt: 'warn' });
  const console_ = consoleSink({
    colors: false,
    timestamps: true,
    target: false,
    properties: 'collapsed',
    format: (record) => [record.message],
  });
  const quiet = withFilter(tee(http, file), 'warn');
  withFilter(http, (record) => record.level === 'info');
  withRateLimit(http, { perSecond: 1 });
  withSampling(http, { rate: 0.5, keep: 'off' });
  withRedaction(http, { keys: ['a', /b/], patterns: [/c/] });
  const flushed: Promise<void> = http.flush(1000);
  void flushed;
  same<typeof http.counts, DeliveryCounts>(true);
  same<typeof quiet.counts, DeliveryCounts | undefined>(true);
  const refused: number = flight.counts.lost.refused;
  void refused;
  // @ts-expect-error no cause of ours
  http.counts.lost.forgotten;
  // @ts-expect-error a rate is needed
  withSampling(http, {});
  // @ts-expect-error a rate is needed
  withRateLimit(http);
  // @ts-expect-error a level
  withFilter(http, 'loud');
  // @ts-expect-error properties are shown in one of three ways
  consoleSink({ properties: 'folded' });
  // @ts-expect-error a stream can be written to
  jsonLinesSink({});
  // @ts-expect-error a pattern is no text
  withRedaction(http, { patterns: ['a'] });
  return [flight, console_, quiet];
}

export async function life(module: object): Promise<void> {
  await using started = await init({ module, filter: 'info,app=debug', filterOverride: false, now: () => 0 });
  const attached = await started.attach(module, { name: 'decoder' });
  attached.detach();
  await started.flush(1000);
  same<typeof started.counts, readonly DeliveryCounts[]>(true);
  using captured = captureConsole(started, { target: 'page', passThrough: true });
  captured.console.log('straight');
  // @ts-expect-error a module is needed
  await started.attach();
  // @ts-expect-error a module has a name, not a number
  await started.attach(module, { name: 5 });
  // @ts-expect-error not a result of init
  captureConsole({});
}

export function failures(failure: ModuleFailure): readonly LogRecord[] {
  const query = tracing.guard((sql: string, limit?: number) => sql.length + (limit ?? 0));
  same<typeof query, (sql: string, limit?: number) => number>(true);
  const load = tracing.guard(async (url: URL) => url.href);
  same<typeof load, (url: URL) => Promise<string>>(true);
  // @ts-expect-error the arguments are those of the function
  query(1);
  // @ts-expect-error there is nothing to guard
  tracing.guard(1);
  return failure.records;
}

export function workers(worker: Worker, channel: MessageChannel): void {
  const sink: Sink = portSink(channel.port1, { name: 'loader' });
  const stop: () => void = receive(worker, sink);
  const own: Sink = (record) => worker.postMessage(toJson(record));
  tee(own, sink);
  receive(channel.port2, withSourceRoot(consoleSink(), 'http://localhost/'));
  stop();
  // @ts-expect-error it cannot send
  portSink({});
  // @ts-expect-error it cannot receive
  receive({ postMessage() {} }, sink);
}

export function testing(): ExpectedRecord[] {
  const logged = recorder();
  same<typeof logged extends Sink ? true : false, true>(true);
  logged.failOnUnexpectedErrors();
  same<keyof typeof matchers, 'toHaveLogged'>(true);
  same<ReturnType<LogMatchers<void>['toHaveLogged']>, void>(true);
  // @ts-expect-error no such field
  const wrong: ExpectedRecord = { text: 'a' };
  // @ts-expect-error no such level
  const loud: ExpectedRecord = { level: 'loud' };
  return [
    wrong,
    loud,
    { level: 'info', message: /a/, properties: { rows: 1 }, time: { asymmetricMatch: () => true } },
  ];
}
