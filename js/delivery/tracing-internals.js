/** Internals of a `Tracing` for other parts of this package. */

import { refusal } from '../values/describe-value.js';

/**
 * @typedef {object} TracingInternals
 * @property {() => boolean} isDelivering Whether a record is on its way to the sinks at this moment.
 * @property {{ count: number }} losses Records that were lost because the stack was full.
 * @property {Set<() => void>} atClose functions that `shutdown` calls
 */

/** @type {WeakMap<object, TracingInternals>} */
const known = /* @__PURE__ */ new WeakMap();

/**
 * @param {object} tracing
 * @param {TracingInternals} internals
 */
export function keepInternals(tracing, internals) {
  known.set(tracing, internals);
}

/**
 * @param {string} where the function that was given the tracing, for the message
 * @param {object} tracing
 * @returns {TracingInternals}
 */
export function internalsOf(where, tracing) {
  const internals = known.get(tracing);
  if (internals) return internals;
  throw new TypeError(refusal(`${where}: the tracing`, tracing, 'allowed is the result of init()'));
}
