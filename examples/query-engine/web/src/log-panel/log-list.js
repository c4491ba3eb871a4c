import { levels } from 'micromegas-tracing';
import { formatNumber } from '../format.js';
import { logEntry } from './log-entry.js';

/** @typedef {import('micromegas-tracing').Level} Level */

/** How near the end still counts as the end, in pixels. */
const NEAR = 12;

/**
 * A bounded list of entries that follows the newest until the reader scrolls up.
 *
 * @param {object} parts
 * @param {HTMLElement} parts.scroll
 * @param {HTMLOListElement} parts.list
 * @param {HTMLElement} parts.empty
 * @param {HTMLButtonElement} parts.jump
 * @param {number} parts.capacity
 */
export function createLogList({ scroll, list, empty, jump, capacity }) {
  /** @type {Level[]} those of the entries, in their order */
  let entryLevels = [];
  let shownFrom = levels.length - 1;
  let dropped = 0;
  let follows = true;
  let unseen = 0;

  /** @param {Level} level */
  const isShown = (level) => levels.indexOf(level) <= shownFrom;

  function counts() {
    const count = entryLevels.length;
    return { count, hidden: count - entryLevels.filter(isShown).length, dropped };
  }

  function settle() {
    if (follows) {
      unseen = 0;
      scroll.scrollTop = scroll.scrollHeight;
    }
    jump.hidden = unseen === 0;
    jump.textContent = `${formatNumber(unseen)} newer ↓`;
    const { count, hidden } = counts();
    empty.hidden = count > hidden;
    empty.textContent = hidden > 0 ? 'All entries are hidden by the level.' : 'No entries.';
  }

  scroll.addEventListener('scroll', () => {
    follows = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight <= NEAR;
    if (follows && unseen > 0) settle();
  });
  // The list gets lower when a message above it gets longer; its end should not go out of sight.
  new ResizeObserver(settle).observe(scroll);
  jump.addEventListener('click', () => {
    follows = true;
    settle();
    scroll.focus();
  });

  return {
    counts,

    /**
     * @param {readonly import('micromegas-tracing').LogRecord[]} records
     * @param {number} lost the number of records before these that were dropped
     */
    append(records, lost) {
      dropped += lost;
      const added = records.map(({ level }) => level);
      entryLevels.push(...added);
      if (!follows) unseen += added.filter(isShown).length;
      list.append(...records.map(logEntry));
      while (entryLevels.length > capacity) {
        entryLevels.shift();
        list.firstElementChild?.remove();
        dropped += 1;
      }
      settle();
    },

    clear() {
      list.replaceChildren();
      entryLevels = [];
      dropped = 0;
      follows = true;
      settle();
    },

    /** @param {Level} level the least severe to be shown; CSS hides the others */
    showFrom(level) {
      shownFrom = levels.indexOf(level);
      list.dataset.shownFrom = level;
      settle();
    },
  };
}
