/** A console that records its calls. */
export function fakeConsole() {
  /** @type {{ method: string, args: any[] }[]} */
  const calls = [];
  /** @param {string} method */
  const remember = (method) => {
    /** @param {unknown[]} args */
    return (...args) => void calls.push({ method, args });
  };
  return {
    calls,
    error: remember('error'),
    warn: remember('warn'),
    info: remember('info'),
    debug: remember('debug'),
  };
}
