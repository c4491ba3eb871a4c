/** @jest-environment jsdom */

const { init } = require('micromegas-tracing');

const { listen, logSixLevels, sixLevels } = require('./listen.cjs');

test('CommonJS in jsdom', async () => {
  const heard = listen(jest.spyOn);
  await logSixLevels(init);
  expect(heard).toEqual(sixLevels);
});
