import { expect, test } from '@jest/globals';
import { init, memorySink } from 'micromegas-tracing';

import createGreeter from './build-web/greeter.mjs';

test('greeting nobody warns', async () => {
  const greeter = await createGreeter();
  const memory = memorySink();
  const tracing = await init({ module: greeter, sinks: [memory] });

  greeter.greet('');

  expect(memory.records).toMatchObject([{ level: 'warn', target: 'hello', message: 'nobody to greet' }]);
  tracing.shutdown();
});
