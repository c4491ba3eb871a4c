// Why: docs/decisions/0031-values-are-bounded.md
/** How much of a record's values is copied or written: a record is not a database. */

/** Deeper values are cut off. */
export const DEPTH = 8;

const VALUES = 10_000;
const CHARACTERS = 256 * 1024;

/** What has no more room. */
export const TOO_LARGE = '[too large]';

/** Always has room: the fields of the record itself stand behind its properties. */
const SHORT = 100;

/** @typedef {{ values: number, characters: number }} Budget */

/** @returns {Budget} */
export const createBudget = () => ({ values: VALUES, characters: CHARACTERS });

/** @param {Budget} budget */
export const isSpent = ({ values, characters }) => values <= 0 || characters <= 0;

/**
 * @param {string} text
 * @param {Budget} budget
 * @returns {string} as much of it as there is room for
 */
export function cutText(text, budget) {
  const room = Math.max(budget.characters, SHORT);
  budget.characters -= text.length;
  return text.length <= room ? text : `${text.slice(0, room)}… (${text.length} characters)`;
}
