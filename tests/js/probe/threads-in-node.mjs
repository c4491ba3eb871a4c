// Prints what a script beside this one found of a module: threads-in-node.mjs <script> <function> <module>. A process of
// its own, as Jest's sandbox is none for threads.
const [script, call, name] = process.argv.slice(2);

const module = new URL(`../../../build/browser/tests/js/probe/${name}.mjs`, import.meta.url);
const { default: createModule } = await import(module.href);
const found = await (await import(`./${script}`))[String(call)](createModule);
console.log(JSON.stringify(found));
process.exit(0); // the threads live on
