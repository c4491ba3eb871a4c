import { levels } from 'micromegas-tracing';
import { messageOf } from '../../../js/message-of.js';
import { element } from '../dom.js';

/** @typedef {import('micromegas-tracing').Level} Level */

/** While a person types, an unfinished word is no error. */
const TYPING_PAUSE_MS = 300;

/**
 * The box with the live filter of C++. If C++ refuses a text, the last good filter stays in force, and the note says
 * both.
 *
 * @param {object} parts
 * @param {HTMLInputElement} parts.input
 * @param {HTMLElement} parts.note
 * @param {import('micromegas-tracing').Tracing} parts.tracing
 */
export function connectFilterBox({ input, note, tracing }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let problem = '';
  /** @type {Level | undefined} */
  let shownFrom;

  function apply() {
    clearTimeout(timer);
    try {
      tracing.setFilter(input.value);
      problem = '';
    } catch (error) {
      problem = messageOf(error).replace(/^setFilter: /, '');
    }
    update();
  }

  function update() {
    input.setAttribute('aria-invalid', String(problem !== ''));
    note.classList.toggle('bad', problem !== '');
    if (problem !== '') {
      note.replaceChildren(problem, '. Still in force: ', element('code', {}, tracing.getFilter()));
    } else if (shownFrom && isBeyondFilter(shownFrom)) {
      const level = shownFrom;
      const record = element('button', { type: 'button', class: 'link' }, `Record ${level}`);
      record.addEventListener('click', () => {
        input.value = level;
        apply();
      });
      note.replaceChildren(`Nothing is recorded at ${level}: the filter stops before. `, record);
    } else {
      note.replaceChildren(
        'The engine’s filter: a level, then exceptions by target, as in ',
        element('code', {}, 'info,engine::sql=trace'),
      );
    }
  }

  /** Whether no target's entries of this level pass the filter in force. @param {Level} level */
  function isBeyondFilter(level) {
    const filters = tracing.getFilter().split(',');
    const recorded = filters.map((part) => part.slice(part.lastIndexOf('=') + 1).trim());
    return !levels.slice(levels.indexOf(level)).some((name) => recorded.includes(name));
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
    /** @param {Level} level that the reader asked to see from now on */
    showFrom(level) {
      shownFrom = level;
      update();
    },
  };
}
