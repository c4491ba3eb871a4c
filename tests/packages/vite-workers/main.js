import { consoleSink, receive } from 'micromegas-tracing';

const sink = consoleSink();
const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: 'loader' });
receive(worker, (record) => {
  const { worker, ...properties } = record.properties;
  if (worker === 'loader') sink({ ...record, properties });
});
worker.addEventListener('message', ({ data }) => {
  if (data === 'done') document.body.dataset.done = '';
});
