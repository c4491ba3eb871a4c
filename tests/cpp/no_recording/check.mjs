// node check.mjs <emnm> <module.wasm> <module with DEVTOOLS> <archive>…: none of module and archives may hold a symbol of
// transit or of the native recording; each must hold symbols of tracing, so that the search is known to find some. Nor may
// the module and its glue hold anything of the performance panel, which the one with DEVTOOLS must.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [, , emnm = '', modulePath = '', devtoolsPath = '', ...archives] = process.argv;
// As mangled names hold them: the length of a name, and the name.
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
  console.error(`${path}: ${hasPanel ? 'lacks' : 'holds'} what shows spans in the performance panel`);
  ++failures;
}
console.log(`${places.length} files, ${failures} problems`);
process.exitCode = failures === 0 ? 0 : 1;
