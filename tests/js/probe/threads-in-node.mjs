// Prints the result of a script beside this one for a module: threads-in-node.mjs <script> <function> <module>. In a
// process of its own, as threads do not work in Jest's sandbox.
const [script, call, name] = process.argv.slice(2);

const module = new URL(`../../../build/browser/tests/js/probe/${name}.mjs`, import.meta.url);
const { default: createModule } = await import(module.href);
const found = await (await import(`./${script}`))[String(call)](createModule);
console.log(JSON.stringify(found));
process.exit(0); // the threads would keep the process running
