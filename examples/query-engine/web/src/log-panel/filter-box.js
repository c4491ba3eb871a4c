import { levels } from 'micromegas-tracing';
import { element } from '../dom.js';

/** While somebody types, half a word is no mistake. */
const TYPING_PAUSE_MS = 300;

/**
 * The box that holds the filter of C++, live. A text that C++ refuses leaves the last good filter in force, and the
 * note says both.
 *
 * @param {object} parts
 * @param {HTMLInputElement} parts.input
 * @param {HTMLElement} parts.note
 * @param {import('micromegas-tracing').Tracing} parts.tracing
 */
export function connectFilterBox({ input, note, tracing }) {
  let timer = 0;
  let problem = '';
  let shownFrom = '';

  function apply() {
    clearTimeout(timer);
    try {
      tracing.setFilter(input.value);
      problem = '';
    } catch (error) {
      problem = error.message.replace(/^setFilter: /, '');
    }
    update();
  }

  function update() {
    input.setAttribute('aria-invalid', String(problem !== ''));
    note.classList.toggle('bad', problem !== '');
    if (problem !== '') {
      note.replaceChildren(problem, '. Still in force: ', element('code', {}, tracing.getFilter()));
    } else if (isBeyondFilter(shownFrom)) {
      const record = element('button', { type: 'button', class: 'link' }, `Record ${shownFrom}`);
      record.addEventListener('click', () => {
        input.value = shownFrom;
        apply();
      });
      note.replaceChildren(`Nothing is recorded at ${shownFrom}: the filter stops before. `, record);
    } else {
      note.replaceChildren(
        'The engine’s filter: a level, then exceptions by target, as in ',
        element('code', {}, 'info,engine::sql=trace'),
      );
    }
  }

  /** Whether no target's entries of this level pass the filter in force. */
  function isBeyondFilter(level) {
    const recorded = tracing
      .getFilter()
      .split(',')
      .map((part) => levels.indexOf(part.split('=').at(-1).trim()));
    return levels.indexOf(level) > Math.max(...recorded);
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(apply, TYPING_PAUSE_MS);
  });
  // Enter and leaving the box do not wait.
  input.addEventListener('change', apply);

  input.value = tracing.getFilter();
  input.disabled = false;
  update();

  return {
    /** @param {string} level that the reader asked to see from now on */
    showFrom(level) {
      shownFrom = level;
      update();
    },
  };
}
