import { levels } from 'micromegas-tracing';
import { element } from '../dom.js';
import { formatNumber } from '../format.js';
import { connectFilterBox } from './filter-box.js';
import { createLogList } from './log-list.js';

/** How many entries are kept; older ones make way. */
const CAPACITY = 1000;

/**
 * The panel that shows log entries as they come. Its `sink` can be given to `init` at once; the filter box waits for
 * `connect(tracing)`.
 *
 * @param {HTMLElement} root
 */
export function createLogPanel(root) {
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const list = createLogList({
    scroll: part('scroll'),
    list: part('list'),
    empty: part('empty'),
    jump: part('jump'),
    capacity: CAPACITY,
  });

  /** Entries that wait for the next frame, or for the end of the pause. */
  let waiting = [];
  let lost = 0;
  let heldBack = 0;
  let paused = false;
  let frame = 0;

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
    part('summary').textContent = summary();
  }

  function forgetWaiting() {
    waiting = [];
    lost = 0;
    heldBack = 0;
  }

  function summary() {
    const { count, hidden, dropped } = list.counts();
    const notes = [`${formatNumber(count)} ${count === 1 ? 'entry' : 'entries'}`];
    if (hidden > 0) notes.push(`${formatNumber(hidden)} hidden`);
    if (dropped > 0) notes.push('older ones dropped');
    if (paused) notes.push(`paused, ${formatNumber(heldBack)} held back`);
    return notes.join(' · ');
  }

  const pauseButton = part('pause');
  pauseButton.addEventListener('click', () => {
    paused = !paused;
    update();
  });
  part('clear').addEventListener('click', () => {
    list.clear();
    forgetWaiting();
    update();
  });

  /** @type {ReturnType<typeof connectFilterBox> | undefined} */
  let filterBox;
  part('levels').append(...levels.map((level) => levelButton(level, level === 'trace')));
  part('levels').addEventListener('change', ({ target }) => {
    list.showFrom(target.value);
    filterBox?.showFrom(target.value);
    update();
  });
  update();

  return {
    sink,
    /** @param {import('micromegas-tracing').Tracing} tracing */
    connect(tracing) {
      filterBox = connectFilterBox({ input: part('filter'), note: part('filter-note'), tracing });
    },
  };
}

/**
 * A radio button that looks like a segment: the arrow keys come with it.
 *
 * @param {string} level
 * @param {boolean} checked
 */
function levelButton(level, checked) {
  const input = element('input', { type: 'radio', name: 'log-level', value: level });
  input.defaultChecked = checked;
  return element('label', { 'data-level': level, title: `Show ${level} and worse` }, input, level);
}
