// node load-devtools.mjs <module.mjs>: the entries for the performance panel.
import { scriptArguments } from '../../script_arguments.mjs';

const { default: create } = await import(scriptArguments('module').module);
/** @type {import('../../../../js/module/wasm-module.js').Bindings & { work(name: string): number }} */
const module = await create();
new PerformanceObserver((list) => {
  for (const measure of list.getEntries()) {
    if (!(measure instanceof PerformanceMeasure)) throw new Error(`${measure.name} is no measure`);
    console.log(`${measure.name} on the track ${measure.detail.devtools.track}`);
  }
}).observe({ entryTypes: ['measure'] });
module.work('airports');
