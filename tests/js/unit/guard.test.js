import { beforeEach, expect, test } from '@jest/globals';

import { init, memorySink } from '../../../js/index.js';
import { callSite, fakeModule } from './fake-module.js';

/** @type {import('./fake-module.js').FakeModule} */
let module;
/** @type {import('../../../js/index.js').MemorySink} */
let memory;
/** @type {import('../../../js/index.js').Tracing} */
let tracing;

beforeEach(async () => {
  module = fakeModule();
  memory = memorySink();
  tracing = await init({ module, sinks: [memory] });
});

/** A failure of the fake module. @param {string} text */
const failWith = (text) => () => {
  throw text;
};

/**
 * @param {() => unknown} call
 * @returns {any}
 */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const fatals = () => memory.records.filter(({ level }) => level === 'fatal');

test('this, the arguments and the result are passed on', () => {
  const object = { unit: 'ms', show: tracing.guard(showTime) };
  expect(object.show(12)).toBe('12 ms');
});

/**
 * @this {{ unit: string }}
 * @param {number} time
 */
function showTime(time) {
  return `${time} ${this.unit}`;
}

test('a value that is no function is refused', () => {
  for (const call of [undefined, 'query', {}]) {
    expect(() => tracing.guard(/** @type {any} */ (call))).toThrow(
      /^guard: the call is .+; allowed is a function$/,
    );
  }
});

test('a failure is logged once, at fatal', () => {
  const failure = thrownBy(tracing.guard(tracing.guard(failWith('no such table'))));
  expect(memory.records).toMatchObject([
    { level: 'fatal', target: 'micromegas.guard', message: 'no such table', properties: { error: failure } },
  ]);
});

test('it comes with the last 32 records since the first guard was made, oldest first', () => {
  const call = tracing.guard(failWith('no such table'));
  const log = tracing.logger('app');
  for (let index = 0; index < 40; ++index) log.info(`${index}`);
  const failure = thrownBy(call);
  expect(failure.records.map((/** @type {any} */ { message }) => message)).toEqual(
    Array.from({ length: 32 }, (_, index) => `${index + 8}`),
  );
});

test('a failure that std::terminate has logged is not logged again; the next one is', () => {
  const terminate = tracing.guard(() => {
    module.test.log(
      callSite({ level: 1, target: 'micromegas::tracing' }),
      0,
      'terminate called after throwing int',
      undefined,
    );
    throw 'unreachable';
  });
  expect(thrownBy(terminate).message).toBe('terminate called after throwing int');
  expect(fatals()).toHaveLength(1);
  expect(thrownBy(tracing.guard(failWith('unreachable'))).message).toBe('unreachable');
  expect(fatals()).toHaveLength(2);
});

test('an error that is not the module’s passes unchanged', () => {
  const error = new TypeError('of the page');
  const call = tracing.guard(() => {
    throw error;
  });
  expect(thrownBy(call)).toBe(error);
  expect(memory.records).toEqual([]);
});

test('modules that were attached are watched too, and not after shutdown', async () => {
  const other = fakeModule();
  other.micromegasGuard = () => 'by the other';
  await tracing.attach(other);
  const call = tracing.guard(() => 'as it is');
  expect(call()).toBe('by the other');
  tracing.shutdown();
  expect(call()).toBe('as it is');
});
