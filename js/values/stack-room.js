/** So deep a sink may call: a serializer, the streams of Node. */
export const SINK_CALLS = 400;

/**
 * Whether so many more calls have room on the stack: where they have not, whatever fails does so for the caller's reasons,
 * and an overflow comes in the middle of something. (A stream of Node that has begun to write never writes again.)
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
 * @returns {number} Used by its caller, so that this is no tail call, for engines that have them.
 */
function descend(calls) {
  return calls === 0 ? 0 : descend(calls - 1) + 0;
}
