/**
 * The key, on a function that captureConsole() put on a console, of the function that it replaces. A registered symbol,
 * so that a second copy of this package finds it too.
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
 * Returns a console's method as it is without captureConsole().
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
