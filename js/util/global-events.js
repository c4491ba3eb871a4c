/**
 * Listens to an event of the global object, if it has events. WebKit's worklets have the method, but it throws.
 *
 * @param {string} type
 * @param {(event: any) => void} listener
 * @returns {() => void} stops listening
 */
export function listenGlobally(type, listener) {
  try {
    globalThis.addEventListener?.(type, listener);
  } catch {
    return () => {};
  }
  return () => globalThis.removeEventListener?.(type, listener);
}
