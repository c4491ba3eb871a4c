import { consoleSink, receive } from 'micromegas-tracing';

const sink = consoleSink();
const { port1, port2 } = new MessageChannel();
receive(port1, (record) => {
  const { worker, ...properties } = record.properties;
  if (worker === 'service') sink({ ...record, properties });
});
port1.addEventListener('message', ({ data }) => {
  if (data === 'done') document.body.dataset.done = '';
});

await navigator.serviceWorker.register('dist/service-worker.js');
const { active, waiting, installing } = await navigator.serviceWorker.getRegistration('dist/');
(active ?? waiting ?? installing).postMessage('speak', [port2]);
