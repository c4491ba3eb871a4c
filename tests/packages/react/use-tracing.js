import { init } from 'micromegas-tracing';
import { useEffect, useState } from 'react';

/** As docs/guide/package.md has it. */
function useTracingBySignal(options) {
  const [tracing, setTracing] = useState();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    init({ ...options, signal }).then(setTracing, (error) => {
      if (!signal.aborted) throw error;
    });
    return () => controller.abort();
  }, []);
  return tracing;
}

/** As a user writes it without the signal: the unmounted component ends after the next mount begins. */
function useTracingByShutdown(options) {
  const [tracing, setTracing] = useState();
  useEffect(() => {
    const started = init(options);
    started.then(setTracing);
    return () => started.then((unmounted) => unmounted.shutdown());
  }, []);
  return tracing;
}

export const useTracing = location.search === '?by-signal' ? useTracingBySignal : useTracingByShutdown;
