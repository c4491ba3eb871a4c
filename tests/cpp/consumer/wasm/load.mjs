// node load.mjs <module.mjs>: what a web developer would see.
const { default: create } = await import(process.argv[2]);
const module = await create();
if (module.work('airports') !== 3) throw new Error('wrong result');
module.micromegasSetLogCallback((site, time, message) => {
  console.log(`callback: ${site.target} ${message} (${site.file})`);
});
module.work('cars');
