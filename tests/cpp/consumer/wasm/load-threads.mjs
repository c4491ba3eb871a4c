// node load-threads.mjs <module.mjs>: waits for the entries of its threads, which arrive in the event loop.
import { scriptArguments } from '../../script_arguments.mjs';

const { default: create } = await import(scriptArguments('module').module);
/** @type {import('../../../../js/module/wasm-module.js').Bindings & { work(): number }} */
const module = await create();
/** @type {string[]} */
const entries = [];
module.micromegasSetLogCallback((site, _time, message) => {
  entries.push(`callback: ${site.target} ${message}`);
});
if (module.work() !== 2) throw new Error('wrong result');
const late = setTimeout(() => {
  throw new Error(`only ${entries.length} entries after 20 seconds`);
}, 20_000);
while (entries.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
clearTimeout(late);
for (const entry of entries.sort()) console.log(entry);
process.exit(0); // the threads of the pool keep running
