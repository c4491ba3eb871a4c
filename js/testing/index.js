/**
 * For tests of programs that log.
 *
 *     import { matchers, recorder } from 'micromegas-tracing/testing';
 *
 *     expect.extend(matchers); // Jest's or Vitest's
 *
 *     const logged = recorder();
 *     const tracing = await init({ module, sinks: [logged] });
 *     afterEach(() => logged.failOnUnexpectedErrors());
 *
 *     test('a slow query warns', () => {
 *       engine.run(slow);
 *       expect(logged).toHaveLogged({ level: 'warn', target: 'engine::sql', message: /took \d+ ms/ });
 *     });
 */

export { fakeClock } from './fake-clock.js';
export { matchers } from './matchers.js';
export { recorder } from './recorder.js';

/** @typedef {import('./fake-clock.js').FakeClock} FakeClock */
/** @typedef {import('./fake-clock.js').FakeClockMethods} FakeClockMethods */
/** @typedef {import('./matchers.js').AsymmetricMatcher} AsymmetricMatcher */
/** @typedef {import('./matchers.js').ExpectedRecord} ExpectedRecord */
/** @typedef {import('./matchers.js').MatcherContext} MatcherContext */
/** @typedef {import('./recorder.js').Recorder} Recorder */
/** @typedef {import('./recorder.js').RecorderMethods} RecorderMethods */
/**
 * @template R
 * @typedef {import('./matchers.js').LogMatchers<R>} LogMatchers
 */
