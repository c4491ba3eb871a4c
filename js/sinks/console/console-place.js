/** Finds out where the console's text is read, and which colours it understands. */

/**
 * A terminal shows no difference between `console.info` and `console.debug`; the console of a browser does.
 *
 * @typedef {'terminal' | 'browser'} Place
 */

/** @typedef {'none' | 'ansi' | 'css'} Colouring */

/**
 * The used part of Node's `process`, which must not be imported: browsers have none.
 *
 * @typedef {object} ProcessLike
 * @property {{ node?: string }} [versions]
 * @property {string} [type] Electron's: `renderer` for a page
 * @property {Record<string, string | undefined>} [env]
 * @property {{ isTTY?: boolean }} [stdout]
 * @property {{ isTTY?: boolean }} [stderr]
 */

/**
 * @param {ProcessLike | undefined} process
 * @returns {Place}
 */
export function findPlace(process) {
  // Bundlers put an empty `process` on pages, and Electron a real one.
  const isNode = typeof process?.versions?.node === 'string' && process.type !== 'renderer';
  return isNode || isEdge() ? 'terminal' : 'browser';
}

/** Whether this is a server with the globals of a browser; its console ends in a log. */
function isEdge() {
  const { navigator } = globalThis;
  return 'EdgeRuntime' in globalThis || navigator?.userAgent === 'Cloudflare-Workers';
}

/**
 * Chooses the colours if the option does not. See https://no-color.org
 *
 * @param {ProcessLike | undefined} process
 * @param {'stdout' | 'stderr'} stream
 * @returns {Colouring}
 */
export function findColouring(process, stream) {
  if (findPlace(process) === 'browser') return 'css';
  const isPlain = environment(process, 'NO_COLOR') || environment(process, 'TERM') === 'dumb';
  return process?.[stream]?.isTTY && !isPlain ? 'ansi' : 'none';
}

/**
 * @param {ProcessLike | undefined} process
 * @param {string} name
 * @returns {string | undefined}
 */
export function environment(process, name) {
  try {
    return process?.env?.[name];
  } catch {
    return undefined; // Deno throws without the permission.
  }
}
