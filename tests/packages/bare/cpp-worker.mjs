import { Worker } from 'node:worker_threads';

new Worker(new URL('cpp.mjs', import.meta.url));
