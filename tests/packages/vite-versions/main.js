import { consoleSink, init, receive } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';

import { sixLevels } from './six-levels.js';

async function logAll() {
  await sixLevels(init, 'app.embedded');
  await sixLevels(initExternal, 'app.external');

  const sink = consoleSink();
  const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module', name: 'loader' });
  receive(worker, (record) => {
    const { worker, ...properties } = record.properties;
    if (worker === 'loader') sink({ ...record, properties });
  });
  worker.addEventListener('message', ({ data }) => {
    if (data === 'done') document.body.dataset.done = '';
  });
}

logAll();
