/**
 * A record for a sink under test.
 *
 * @param {Partial<import('../../../js/index.js').LogRecord>} [fields]
 * @returns {import('../../../js/index.js').LogRecord}
 */
export function record(fields) {
  return {
    level: 'info',
    target: 'engine::sql',
    message: 'hello',
    time: 0,
    file: '',
    line: 0,
    modulePath: '',
    properties: {},
    module: 'main',
    ...fields,
  };
}
