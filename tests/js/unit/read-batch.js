/**
 * Reads a body of `httpSink`.
 *
 * @param {string} body
 * @returns {{ header: any, lines: any[] }} no header where the first line is a record
 */
export function readBatch(body) {
  const lines = body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  const header = lines[0] && 'sender' in lines[0] ? lines.shift() : undefined;
  return { header, lines };
}
