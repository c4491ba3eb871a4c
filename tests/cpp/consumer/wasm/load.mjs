// node load.mjs <module.mjs>: the output that a web developer sees.
import { scriptArguments } from '../../script_arguments.mjs';

const { default: create } = await import(scriptArguments('module').module);
/** @type {import('../../../../js/module/wasm-module.js').Bindings & { work(name: string): number }} */
const module = await create();
if (module.work('airports') !== 3) throw new Error('wrong result');
module.micromegasSetLogCallback((site, _time, message) => {
  console.log(`callback: ${site.target} ${message} (${site.file})`);
});
module.work('cars');
