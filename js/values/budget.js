// Why: docs/decisions/0031-values-are-bounded.md
/** Limits on the values of a record that are copied or written. */

/** Deeper values are cut off. */
export const DEPTH = 8;

const VALUES = 10_000;
const CHARACTERS = 256 * 1024;

/** The note in place of a value for which no room is left. */
export const TOO_LARGE = '[too large]';

/** A text of this length always has room: the record's own fields come after its properties. */
const SHORT = 100;

/** @typedef {{ values: number, characters: number }} Budget */

/** @returns {Budget} */
export const createBudget = () => ({ values: VALUES, characters: CHARACTERS });

/** @param {Budget} budget */
export const isSpent = ({ values, characters }) => values <= 0 || characters <= 0;

/**
 * @param {string} text
 * @param {Budget} budget
 * @returns {string} the part of it that has room
 */
export function cutText(text, budget) {
  const room = Math.max(budget.characters, SHORT);
  budget.characters -= text.length;
  return text.length <= room ? text : `${text.slice(0, room)}… (${text.length} characters)`;
}
