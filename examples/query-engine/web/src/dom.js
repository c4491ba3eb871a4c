/**
 * Makes an element: `element('td', { class: 'number' }, '12')`. Text is text, never markup.
 *
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Shows what went wrong in its place on the page; nothing hides the place.
 *
 * @param {HTMLElement} place with role="alert"
 * @param {string} problem
 */
export function showProblem(place, problem) {
  place.textContent = problem;
  place.hidden = problem === '';
}
