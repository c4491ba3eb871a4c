/** The message for the user: anything can be thrown, also what is no Error. @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
