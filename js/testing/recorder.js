import { toJson } from '../record/record-json.js';

/** @import { LogRecord } from '../record/record.js' */

/** Records that a test has matched, so they are expected. @type {WeakSet<object>} */
const expected = /* @__PURE__ */ new WeakSet();

/** @param {LogRecord} record */
export function markExpected(record) {
  expected.add(record);
}

/**
 * @typedef {object} RecorderMethods
 * @property {readonly LogRecord[]} records A copy of all records, the oldest first.
 * @property {() => void} clear
 * @property {() => void} failOnUnexpectedErrors Throws if no `expect(recorder).toHaveLogged(…)` matched a record of the
 *   level `error` or `fatal`, and names each; for `afterEach`. Clears the recorder in any case.
 */

/** @typedef {((record: LogRecord) => void) & RecorderMethods} Recorder */

/**
 * A sink that keeps every record.
 *
 * @returns {Recorder}
 */
export function recorder() {
  /** @type {LogRecord[]} */
  let records = [];

  function clear() {
    records = [];
  }

  function failOnUnexpectedErrors() {
    const unexpected = records.filter(
      (record) => (record.level === 'error' || record.level === 'fatal') && !expected.has(record),
    );
    clear();
    if (unexpected.length === 0) return;
    throw new Error(`errors were logged that the test did not expect:\n${listRecords(unexpected)}`);
  }

  const sink = (/** @type {LogRecord} */ record) => void records.push(record);
  return /** @type {Recorder} */ (
    Object.defineProperties(sink, {
      records: { get: () => [...records], enumerable: true },
      clear: { value: clear, enumerable: true },
      failOnUnexpectedErrors: { value: failOnUnexpectedErrors, enumerable: true },
    })
  );
}

/** @param {readonly LogRecord[]} records */
export function listRecords(records) {
  return records.map((record) => `  ${describeRecord(record)}`).join('\n');
}

/** @param {LogRecord} record */
function describeRecord({ level, target, message, properties }) {
  const text = `${level} [${target}] ${message}`;
  return Object.keys(properties).length === 0 ? text : `${text} ${toJson(properties)}`;
}
