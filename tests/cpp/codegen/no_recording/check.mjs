// node check.mjs <emnm> <module.wasm> <module with DEVTOOLS> <archive>…: module and archives must not contain symbols
// of transit or of the native recording; each must contain symbols of tracing, which proves that the search finds
// symbols. The module and its glue must not contain code for the performance panel; the module with DEVTOOLS must.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [, , emnm = '', modulePath = '', devtoolsPath = '', ...archives] = process.argv;
// As in mangled names: the length of a name, and the name.
const forbidden = [
  'micromegas7transit',
  '14HeterogeneousQueue',
  '14ThreadRecorder',
  '9ChunkPool',
  '12BlockBuilder',
  '12FlushMonitor',
  '12InMemorySink',
];

/** @type {[string, string][]} */
const places = archives.map((path) => [
  path,
  execFileSync(emnm, [path], { encoding: 'utf8', maxBuffer: 1 << 28 }),
]);
const [names] = WebAssembly.Module.customSections(new WebAssembly.Module(readFileSync(modulePath)), 'name');
// Names in the module are demangled or mangled, as the linker likes: both are searched.
places.push([modulePath, Buffer.from(names ?? new ArrayBuffer(0)).toString('latin1')]);

const demangled = forbidden.map((name) => name.replace(/\d+/g, '::'));
let failures = 0;
for (const [path, text] of places) {
  if (!/micromegas(7|::)(7)?tracing/.test(text)) {
    console.error(`${path}: no symbol of tracing was found; there is something wrong with the search`);
    ++failures;
  }
  for (const name of [...forbidden, ...demangled]) {
    if (!text.includes(name)) continue;
    console.error(`${path}: holds "${name}"`);
    ++failures;
  }
}

const glue = readFileSync(modulePath.replace(/\.wasm$/, '.js'), 'utf8');
for (const [path, text, hasPanel] of [
  [modulePath, `${glue}${places.at(-1)?.[1]}`, false],
  [devtoolsPath, readFileSync(devtoolsPath, 'utf8'), true],
]) {
  if (/performance\.measure|micromegas_js_measure/.test(String(text)) === hasPanel) continue;
  console.error(`${path}: ${hasPanel ? 'lacks' : 'has'} code for spans in the performance panel`);
  ++failures;
}
console.log(`${places.length} files, ${failures} problems`);
process.exitCode = failures === 0 ? 0 : 1;
