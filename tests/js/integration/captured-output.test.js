// captureOutput: what C++ prints becomes records.
import { beforeEach, describe, expect, jest, test } from '@jest/globals';

import { captureOutput, init, memorySink } from 'micromegas-tracing';

import { makeProbe, probes } from './probe.js';

describe.each(probes)('%s', (name) => {
  /** @type {any} */
  let probe;
  /** @type {import('micromegas-tracing').MemorySink} */
  let memory;
  /** @type {import('micromegas-tracing').Tracing} */
  let tracing;

  /** @param {object} [overrides] @param {import('micromegas-tracing').Sink} [sink] */
  async function start(overrides, sink = () => {}) {
    probe = await makeProbe(name, overrides);
    memory = memorySink();
    tracing = await init({ module: probe, level: 'trace', sinks: [memory, sink] });
  }
  const lines = () => memory.records.map(({ level, target, message }) => `${level} ${target} ${message}`);

  beforeEach(() => start());

  test('the code of the guide works', async () => {
    const createEngine = () => makeProbe(name);
    // begin: capture-output
    const engine = await createEngine();
    const tracing = await init({ module: engine, sinks: [memory] });
    const restore = captureOutput(tracing, engine);
    // end
    probe = engine;
    probe.printText('one\n');
    restore();
    expect(lines()).toEqual(['info stdout one']);
  });

  test('lines of both streams are records, under the filter', () => {
    captureOutput(tracing, probe);
    probe.printText('one ');
    probe.printText('line\n\n100 %s\n');
    probe.printError('grüße\n');
    probe.logText('an entry');
    tracing.setFilter('trace,stdout=off');
    probe.printText('not this\n');
    expect(lines()).toEqual([
      'info stdout one line',
      'info stdout 100 %s',
      'warn stderr grüße',
      'info probe an entry',
    ]);
  });

  test('restore and shutdown bring the console back', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => {});
    await start();
    const restore = captureOutput(tracing, probe);
    restore();
    probe.printText('printed\n');
    captureOutput(tracing, probe);
    restore(); // not again: it is another's by now
    probe.printText('captured\n');
    tracing.shutdown();
    probe.printText('printed again\n');
    expect(lines()).toEqual(['info stdout captured']);
    expect(log.mock.calls).toEqual([['printed'], ['printed again']]);
    log.mockRestore();
  });

  test('a function of the page stays in force, each by itself', async () => {
    /** @type {string[]} */
    const printed = [];
    await start({ print: (/** @type {string} */ line) => printed.push(line) });
    captureOutput(tracing, probe);
    probe.printText('to the page\n');
    probe.printError('to the sinks\n');
    expect(printed).toEqual(['to the page']);
    expect(lines()).toEqual(['warn stderr to the sinks']);
  });

  test('a sink that makes the module print is no endless loop', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    await start(undefined, () => probe.printError('from a sink\n'));
    captureOutput(tracing, probe);
    probe.printText('one\n');
    expect(lines()).toEqual(['info stdout one']);
    expect(error.mock.calls).toEqual([['from a sink']]);
    error.mockRestore();
  });

  test.each([undefined, {}, () => {}])('%p is refused as a module', (module) => {
    expect(() => captureOutput(tracing, /** @type {any} */ (module))).toThrow(
      /^captureOutput: the module is /,
    );
    expect(() => captureOutput(/** @type {any} */ ({}), probe)).toThrow(/^captureOutput: the tracing is /);
  });
});
