// A page of a bundler that makes assets and workers.
// Of the worker's entry: Vite's development server loads a page anew when a worker asks for a package that no page did.
import { consoleSink, receive } from 'micromegas-tracing/static';

import { logAll } from './log-all.js';

function logInWorker() {
  const sink = consoleSink();
  const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: 'loader' });
  return new Promise((resolve) => {
    receive(worker, (record) => {
      const { worker, ...properties } = record.properties;
      if (worker === 'loader') sink({ ...record, properties });
    });
    worker.addEventListener('message', ({ data }) => {
      if (data === 'done') resolve();
    });
  });
}

logAll()
  .then(logInWorker)
  .then(() => (document.body.dataset.done = ''));
