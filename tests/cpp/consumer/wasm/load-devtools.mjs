// node load-devtools.mjs <module.mjs>: what the performance panel would be given.
const { default: create } = await import(process.argv[2]);
const module = await create();
new PerformanceObserver((list) => {
  for (const { name, detail } of list.getEntries()) console.log(`${name} on the track ${detail.devtools.track}`);
}).observe({ entryTypes: ['measure'] });
module.work('airports');
