/** The message for the user; a thrown value need not be an Error. @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
