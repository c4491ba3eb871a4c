/** The call depth that a sink may need: a serializer, the streams of Node. */
export const SINK_CALLS = 400;

/**
 * Whether the stack has room for that many more calls. If not, the caller's recursion explains any failure, and an
 * overflow may interrupt work halfway. (A Node stream that overflows in a write never writes again.)
 *
 * @param {number} calls
 * @returns {boolean}
 */
export function hasStackRoom(calls) {
  try {
    return descend(calls) === 0;
  } catch {
    return false;
  }
}

/**
 * @param {number} calls
 * @returns {number} The caller uses it, so that engines cannot make this a tail call.
 */
function descend(calls) {
  return calls === 0 ? 0 : descend(calls - 1) + 0;
}
