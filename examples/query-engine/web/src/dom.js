/**
 * Makes an element: `element('td', { class: 'number' }, '12')`. Text is text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * The element that the page has for a selector: `find('#sql', HTMLTextAreaElement)`.
 *
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} Type
 * @param {ParentNode} [root]
 * @returns {T}
 */
export function find(selector, Type, root = document) {
  const found = root.querySelector(selector);
  if (!(found instanceof Type)) throw new Error(`the page lacks ${selector}, of type ${Type.name}`);
  return found;
}

/**
 * Shows a problem in its place on the page; an empty text hides the place.
 *
 * @param {HTMLElement} place with role="alert"
 * @param {string} problem
 */
export function showProblem(place, problem) {
  place.textContent = problem;
  place.hidden = problem === '';
}
