// Why: docs/decisions/0014-a-filter-from-outside-goes-first.md
/** The filter that a person sets from outside: it overrides the filter in the program's code. */

import { environment } from './sinks/console/console-place.js';
import { listenGlobally } from './util/global-events.js';

/** @import { ProcessLike } from './sinks/console/console-place.js' */

/**
 * @typedef {object} FilterOverride
 * @property {string} text
 * @property {string} place for a message
 */

const NAME = 'micromegas';

/**
 * The first of `?micromegas=…` in the address, the key `micromegas` in localStorage, and, where there is no address,
 * the environment's MICROMEGAS_LOG. An empty value counts as absent.
 *
 * @returns {FilterOverride | undefined}
 */
export function findFilterOverride() {
  const { location, process } = /** @type {{ location?: Location, process?: ProcessLike }} */ (globalThis);
  // Node has no address; and its localStorage, where it has one, warns when it is touched.
  if (!location) return override(environment(process, 'MICROMEGAS_LOG'), 'MICROMEGAS_LOG');
  return override(new URLSearchParams(location.search).get(NAME), 'the address') ?? findStored();
}

/**
 * Calls back when another page of the site, or a person in the developer tools, changes the stored filter.
 *
 * @param {() => void} onChange
 * @returns {() => void} stops watching
 */
export function watchStoredFilter(onChange) {
  /** @param {StorageEvent} event */
  const listener = ({ key }) => {
    if (key === NAME || key === null) onChange();
  };
  return listenGlobally('storage', listener);
}

/** @returns {FilterOverride | undefined} */
function findStored() {
  try {
    return override(globalThis.localStorage?.getItem(NAME), 'localStorage');
  } catch {
    return undefined; // A page may be forbidden to read it.
  }
}

/**
 * @param {string | null | undefined} text
 * @param {string} place
 * @returns {FilterOverride | undefined}
 */
function override(text, place) {
  return text ? { text, place } : undefined;
}
