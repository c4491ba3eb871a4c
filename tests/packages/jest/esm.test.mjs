import { expect, jest, test } from '@jest/globals';
import { init } from 'micromegas-tracing';

import { listen, logSixLevels, sixLevels } from './listen.cjs';

test('ES modules', async () => {
  const heard = listen(jest.spyOn);
  await logSixLevels(init);
  expect(heard).toEqual(sixLevels);
});
