/**
 * On a function that captureConsole() put on a console: the one it stands for. By a name that a second copy of this
 * package knows too.
 */
const REAL = /* @__PURE__ */ Symbol.for('micromegas-tracing.real');

/**
 * @param {Function} capturing
 * @param {Function} real
 */
export function standFor(capturing, real) {
  Object.defineProperty(capturing, REAL, { value: real });
}

/**
 * What a console's method would be if nothing were captured.
 *
 * @param {object} console
 * @param {string} name
 * @returns {Function}
 */
export function realMethod(console, name) {
  let method = /** @type {any} */ (console)[name];
  while (method[REAL]) method = method[REAL];
  return method;
}
