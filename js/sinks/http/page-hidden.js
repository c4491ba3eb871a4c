/**
 * Calls back when the page may be about to go, the last moment that browsers promise: `unload` may never come, and
 * listening to it keeps a page out of the back/forward cache.
 *
 * https://developer.mozilla.org/docs/Web/API/Navigator/sendBeacon#sending_analytics_at_the_end_of_a_session
 *
 * @param {() => void} onHidden
 * @returns {() => void} stops listening
 */
export function onPageHidden(onHidden) {
  const { document } = globalThis;
  if (!document) return () => {}; // Node, and workers
  const onChange = () => {
    if (document.visibilityState === 'hidden') onHidden();
  };
  document.addEventListener('visibilitychange', onChange);
  globalThis.addEventListener('pagehide', onHidden);
  return () => {
    document.removeEventListener('visibilitychange', onChange);
    globalThis.removeEventListener('pagehide', onHidden);
  };
}
