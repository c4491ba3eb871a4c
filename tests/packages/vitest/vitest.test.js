import { init } from 'micromegas-tracing';
import { expect, test, vi } from 'vitest';

import { listen, logSixLevels, sixLevels } from './listen.cjs';

test('Vitest', async () => {
  const heard = listen(vi.spyOn);
  await logSixLevels(init);
  expect(heard).toEqual(sixLevels);
});
