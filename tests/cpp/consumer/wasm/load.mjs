// node load.mjs <module.mjs>: what a web developer would see.
import { scriptArguments } from '../../script_arguments.mjs';

const { default: create } = await import(scriptArguments('module').module);
/** @type {import('../../../../js/module/wasm-module.js').Bindings & { work(name: string): number }} */
const module = await create();
if (module.work('airports') !== 3) throw new Error('wrong result');
module.micromegasSetLogCallback((site, _time, message) => {
  console.log(`callback: ${site.target} ${message} (${site.file})`);
});
module.work('cars');
