/**
 * Tells the developer about something that cannot be thrown at anybody.
 *
 * @param {string} problem
 * @param {unknown} error
 */
export function reportProblem(problem, error) {
  try {
    console.error(`micromegas-tracing: ${problem}:`, error);
  } catch {
    // A console that throws leaves nobody to tell.
  }
}
