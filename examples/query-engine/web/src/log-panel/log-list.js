import { levels } from 'micromegas-tracing';
import { formatNumber } from '../format.js';
import { logEntry } from './log-entry.js';

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
  const countOf = Object.fromEntries(levels.map((level) => [level, 0]));
  let shownFrom = levels.length - 1;
  let dropped = 0;
  let follows = true;
  let unseen = 0;

  const isShown = (level) => levels.indexOf(level) <= shownFrom;

  function counts() {
    const count = list.childElementCount;
    const shown = levels.filter(isShown).reduce((sum, level) => sum + countOf[level], 0);
    return { count, hidden: count - shown, dropped };
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
     * @param {number} lost how many before these were more than anybody could keep
     */
    append(records, lost) {
      dropped += lost;
      for (const { level } of records) {
        countOf[level] += 1;
        if (isShown(level) && !follows) unseen += 1;
      }
      list.append(...records.map(logEntry));
      while (list.childElementCount > capacity) {
        const oldest = list.firstElementChild;
        countOf[oldest.dataset.level] -= 1;
        dropped += 1;
        oldest.remove();
      }
      settle();
    },

    clear() {
      list.replaceChildren();
      for (const level of levels) countOf[level] = 0;
      dropped = 0;
      follows = true;
      settle();
    },

    /** @param {string} level the least severe to be shown; CSS hides the others */
    showFrom(level) {
      shownFrom = levels.indexOf(level);
      list.dataset.shownFrom = level;
      settle();
    },
  };
}
