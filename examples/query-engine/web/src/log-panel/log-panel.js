import { levels } from 'micromegas-tracing';
import { element, find } from '../dom.js';
import { formatNumber } from '../format.js';
import { connectFilterBox } from './filter-box.js';
import { createLogList } from './log-list.js';

/** @typedef {import('micromegas-tracing').Level} Level */

/** The number of entries that are kept; newer ones displace older ones. */
const CAPACITY = 1000;

/**
 * The panel that shows log entries as they come. Its `sink` can be given to `init` at once; the filter box waits for
 * `connect(tracing)`.
 *
 * @param {HTMLElement} root
 */
export function createLogPanel(root) {
  /**
   * @template {HTMLElement} T
   * @param {string} name
   * @param {new () => T} Type
   */
  const part = (name, Type) => find(`[data-part="${name}"]`, Type, root);
  const summary = part('summary', HTMLElement);
  const pauseButton = part('pause', HTMLButtonElement);
  const list = createLogList({
    scroll: part('scroll', HTMLElement),
    list: part('list', HTMLOListElement),
    empty: part('empty', HTMLElement),
    jump: part('jump', HTMLButtonElement),
    capacity: CAPACITY,
  });

  /** @type {import('micromegas-tracing').LogRecord[]} that wait for the next frame, or for the end of the pause */
  let waiting = [];
  let lost = 0;
  let heldBack = 0;
  let paused = false;
  let frame = 0;

  /** @param {import('micromegas-tracing').LogRecord} record */
  function sink(record) {
    waiting.push(record);
    if (waiting.length > CAPACITY) {
      waiting.shift();
      lost += 1;
    }
    if (paused) heldBack += 1;
    // An engine logs many entries in one call; the page is drawn once for all of them.
    frame ||= requestAnimationFrame(update);
  }

  function update() {
    frame = 0;
    if (!paused) {
      list.append(waiting, lost);
      forgetWaiting();
    }
    pauseButton.textContent = paused ? 'Resume' : 'Pause';
    pauseButton.setAttribute('aria-pressed', String(paused));
    summary.textContent = summaryText();
  }

  function forgetWaiting() {
    waiting = [];
    lost = 0;
    heldBack = 0;
  }

  function summaryText() {
    const { count, hidden, dropped } = list.counts();
    const notes = [`${formatNumber(count)} ${count === 1 ? 'entry' : 'entries'}`];
    if (hidden > 0) notes.push(`${formatNumber(hidden)} hidden`);
    if (dropped > 0) notes.push('older ones dropped');
    if (paused) notes.push(`paused, ${formatNumber(heldBack)} held back`);
    return notes.join(' · ');
  }

  pauseButton.addEventListener('click', () => {
    paused = !paused;
    update();
  });
  part('clear', HTMLButtonElement).addEventListener('click', () => {
    list.clear();
    forgetWaiting();
    update();
  });

  /** @type {ReturnType<typeof connectFilterBox> | undefined} */
  let filterBox;
  /** @param {Level} level */
  function showFrom(level) {
    list.showFrom(level);
    filterBox?.showFrom(level);
    update();
  }
  part('levels', HTMLElement).append(...levels.map((level) => levelButton(level, showFrom)));
  update();

  return {
    sink,
    /** @param {import('micromegas-tracing').Tracing} tracing */
    connect(tracing) {
      filterBox = connectFilterBox({
        input: part('filter', HTMLInputElement),
        note: part('filter-note', HTMLElement),
        tracing,
      });
    },
  };
}

/**
 * A radio button that looks like a segment: the arrow keys come with it.
 *
 * @param {Level} level
 * @param {(level: Level) => void} onChosen
 */
function levelButton(level, onChosen) {
  const input = element('input', { type: 'radio', name: 'log-level', value: level });
  input.defaultChecked = level === 'trace';
  input.addEventListener('change', () => onChosen(level));
  return element('label', { 'data-level': level, title: `Show ${level} and worse` }, input, level);
}
