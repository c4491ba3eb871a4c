/** Modules that others compiled, and tracings that share a module. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { init, memorySink } from 'micromegas-tracing';

const require = createRequire(import.meta.url);
const built = new URL('../../../build/browser/tests/js/probe/', import.meta.url);

/** @param {import('micromegas-tracing').MemorySink} memory */
const messagesOf = ({ records }) => records.map(({ message }) => message);

test.each(['micromegas-tracing', 'micromegas-tracing/static', 'micromegas-tracing/external'])(
  'the core that the package exports, compiled by its user: %s',
  async (entry) => {
    const core = new WebAssembly.Module(await readFile(require.resolve('micromegas-tracing/core.wasm')));
    const memory = memorySink();
    /** @type {typeof import('micromegas-tracing')} */
    const { init } = await import(entry);
    const [one, other] = await Promise.all([
      init({ core, sinks: [memory] }),
      init({ core: Promise.resolve(core), sinks: [memory] }),
    ]);
    one.logger('app').info('one');
    other.logger('app').info('other');
    expect(messagesOf(memory)).toEqual(['one', 'other']);
    one.shutdown();
    other.shutdown();
  },
);

test('a C++ module that its user has compiled', async () => {
  const { default: createModule } = await import(String(new URL('probe_source_map.mjs', built)));
  const compiled = new WebAssembly.Module(await readFile(new URL('probe_source_map.wasm', built)));
  const module = await createModule({
    /**
     * @param {WebAssembly.Imports} imports
     * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} done
     */
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled));
      return {};
    },
  });
  const memory = memorySink();
  const tracing = await init({ module, sinks: [memory] });
  expect(() => tracing.guard(module.throwException)('cars')).toThrow('no such table: cars');
  expect(messagesOf(memory)[0]).toBe('parsing cars');
  tracing.shutdown();
});

test('two copies of the package share a module', async () => {
  const { default: createProbe } = await import(String(new URL('probe.mjs', built)));
  const module = await createProbe();
  const [ours, theirs] = [memorySink(), memorySink()];
  /** @type {typeof import('micromegas-tracing')} */
  const copy = require('micromegas-tracing'); // CommonJS
  expect(copy.init).not.toBe(init);
  const first = await init({ module, sinks: [ours] });
  const second = await copy.init({ module, sinks: [theirs] });
  module.logText('to both');
  first.shutdown();
  module.logText('to one');
  second.shutdown();
  module.logText('to nobody');
  expect(messagesOf(ours)).toEqual(['to both']);
  expect(messagesOf(theirs)).toEqual(['to both', 'to one']);
});

test('a module that was built for size runs where there is no TextDecoder', async () => {
  const table = 'grüße, '.repeat(10);
  const script = `
    delete globalThis.TextDecoder;
    const { default: createModule } = await import(${JSON.stringify(new URL('../size/size_with.mjs', built))});
    const { init, memorySink } = await import(${JSON.stringify(import.meta.resolve('micromegas-tracing'))});
    const module = await createModule();
    const memory = memorySink();
    await init({ module, sinks: [memory] });
    module.countRows(${JSON.stringify(table)});
    console.log(memory.records[0].message);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe(`counted table ${table}: ${Buffer.byteLength(table) * 100} rows\n`);
});
