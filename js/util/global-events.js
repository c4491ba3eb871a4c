/**
 * Listens to an event of the place itself, where it has any. WebKit's worklets have the method, which throws there.
 *
 * @param {string} type
 * @param {(event: any) => void} listener
 * @returns {() => void} ends that
 */
export function listenGlobally(type, listener) {
  try {
    globalThis.addEventListener?.(type, listener);
  } catch {
    return () => {};
  }
  return () => globalThis.removeEventListener?.(type, listener);
}
