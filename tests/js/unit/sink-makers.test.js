import { expect, test } from '@jest/globals';

import * as main from '../../../js/index.js';
import { openTelemetrySink } from '../../../js/opentelemetry.js';
import { fakeModule } from './fake-module.js';

const makers = Object.entries({ ...main, openTelemetrySink }).filter(([name]) =>
  /Sink$|^with|^tee$/.test(name),
);

test('these functions make sinks', () => expect(makers).toHaveLength(13));

test.each(makers)('%s is refused in place of its result', async (name, maker) => {
  const make = /** @type {any} */ (maker);
  const refused = ` is ${name} itself; allowed is its result, ${name}()`;
  await expect(main.init({ module: fakeModule(), sinks: [() => {}, make] })).rejects.toThrow(
    new TypeError(`init: option "sinks[1]"${refused}`),
  );
  expect(() => main.withFilter(make, 'warn')).toThrow(new TypeError(`withFilter: the sink${refused}`));
  expect(() => main.memorySink({ dumpTo: make })).toThrow(
    new TypeError(`memorySink: option "dumpTo"${refused}`),
  );
  expect(() => main.tee(() => {}, make)).toThrow(new TypeError(`tee: the sink${refused}`));
});
