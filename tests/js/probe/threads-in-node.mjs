// Prints what tests/js/probe/threads.js found. A process of its own, as Jest's sandbox is none for threads.
import { logFromThreads } from './threads.js';

const { default: createModule } = await import(
  new URL('../../../build/browser/tests/js/probe/probe_pthread.mjs', import.meta.url).href
);
console.log(JSON.stringify(await logFromThreads(createModule)));
process.exit(0); // the threads of the pool live on
