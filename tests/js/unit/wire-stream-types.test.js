import { describe, expect, test } from '@jest/globals';

import { checkStreamTypes } from '../wire/stream-types.js';
import { dynamic, packed } from './wire-bytes.js';
import { exampleBlocks, metricsBlock } from './wire-blocks.js';

/** @typedef {import('./wire-bytes.js').UserDefinedType} UserDefinedType */

/**
 * @param {import('./wire-blocks.js').ExampleBlock} block
 * @param {Partial<import('../wire/stream-types.js').StreamTypes>} [changes]
 */
function check({ tags, dependenciesMetadata, objectsMetadata }, changes = {}) {
  checkStreamTypes({
    tags,
    dependencies_metadata: dependenciesMetadata,
    objects_metadata: objectsMetadata,
    ...changes,
  });
}

describe.each(exampleBlocks)('the types of a %s stream', (_, block) => {
  test('are as they should be', () => {
    expect(() => check(block)).not.toThrow();
  });

  test('are refused if any of them has a member more or less', () => {
    for (const place of /** @type {const} */ (['dependenciesMetadata', 'objectsMetadata'])) {
      block[place].forEach((type, index) => {
        if (type.is_reference) return;
        for (const wrong of [changeMembers(type, []), changeMembers(type, [...type.members, extra])]) {
          const types = block[place].with(index, wrong);
          expect(() => check({ ...block, [place]: types })).toThrow(`: ${type.name} is {`);
        }
      });
    }
  });
});

/** @type {import('../wire/type-table.js').Member} */
const extra = { name: 'extra', type_name: 'u8', offset: 0, size: 1, is_reference: false };

/**
 * @param {UserDefinedType} type
 * @param {readonly import('../wire/type-table.js').Member[]} members
 */
function changeMembers(type, members) {
  return { ...type, size: 1, members };
}

const expected = 'IntegerMetricEvent is .*; it should be { desc: ref, time: i64, value: u64 }';

test.each([
  [
    'a member of another name',
    packed('IntegerMetricEvent', { desc: 'ref', value: 'u64', when: 'i64' }),
    expected,
  ],
  [
    'a member of another type',
    packed('IntegerMetricEvent', { desc: 'ref', value: 'f64', time: 'i64' }),
    expected,
  ],
  [
    'an id that is no reference',
    packed('IntegerMetricEvent', { desc: 'u64', value: 'u64', time: 'i64' }),
    expected,
  ],
  ['no static size', dynamic('IntegerMetricEvent'), expected],
  [
    'an unknown name',
    packed('MetricEvent', { value: 'u64' }),
    'MetricEvent is not known; known are IntegerMetricEvent,',
  ],
  ['a name that every object has', dynamic('constructor'), 'constructor is not known'],
])('a type with %s is refused', (_, type, message) => {
  expect(() => check(metricsBlock, { objects_metadata: [type] })).toThrow(RangeError);
  expect(() => check(metricsBlock, { objects_metadata: [type] })).toThrow(
    new RegExp(`^objects_metadata: ${message}`),
  );
});

test('a stream has one tag that is known', () => {
  expect(() => check(metricsBlock, { tags: ['mine', 'metrics'] })).not.toThrow();
  for (const tags of [[], ['spans'], ['metrics', 'log']]) {
    expect(() => check(metricsBlock, { tags })).toThrow(
      `tags: ${JSON.stringify(tags)}; exactly one of log, metrics, cpu, image is allowed`,
    );
  }
});
