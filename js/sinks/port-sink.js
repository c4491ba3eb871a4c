/** Records of a worker, on their way to the page. */

import { checkOptions, checkSink, readText } from '../util/check-options.js';
import { refusal } from '../values/describe-value.js';
import { createHub } from '../delivery/hub.js';
import { toPlain } from '../record/record-json.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * What can send: a worker's `self`, Node's `parentPort`, a `MessagePort`, a `BroadcastChannel`.
 *
 * @typedef {{ postMessage: (message: any) => void }} SendingPort
 */

/**
 * What can receive: a `Worker` of the web or of Node, a `MessagePort`, a `BroadcastChannel`.
 *
 * @typedef {{ addEventListener: (type: 'message', listener: (event: any) => void) => void,
 *     removeEventListener: (type: 'message', listener: (event: any) => void) => void, start?: () => void }
 *   | { on: (type: 'message', listener: (message: any) => void) => unknown,
 *     off: (type: 'message', listener: (message: any) => void) => unknown }} ReceivingPort
 */

/**
 * @typedef {object} PortSinkOptions
 * @property {string} [name] The worker's name. Default: the one that `new Worker(url, { name })` gave, or `'worker'`.
 */

/** The field that tells a record from the worker's other messages. */
const FIELD = 'micromegas-tracing.record';

/**
 * A sink for a worker: posts every record to the page or thread that calls `receive` on the other end, with the property `worker` for
 * its name. Where a property cannot be posted (a function, say), all go as a line of JSON would have them.
 *
 * @param {SendingPort} port
 * @param {PortSinkOptions} [options]
 * @returns {(record: LogRecord) => void}
 */
export function portSink(port, options = {}) {
  checkPort('portSink', typeof port?.postMessage === 'function', port, 'postMessage()');
  const ownName = /** @type {{ name?: string }} */ (globalThis).name || 'worker';
  const worker = readText(checkOptions('portSink', options, ['name']), 'name', ownName);
  return (record) => {
    // First, so that there is room for it where the others are too large; and the last word on its name.
    const properties = Object.assign({ worker }, record.properties, { worker });
    try {
      port.postMessage({ [FIELD]: { ...record, properties } });
    } catch {
      port.postMessage({ [FIELD]: { ...record, properties: toPlain(properties) } });
    }
  };
}

/**
 * Brings what a worker's `portSink` posts to a sink, such as `consoleSink()`. Other messages are left alone. What the sink
 * throws is reported on the console, once.
 *
 * @param {ReceivingPort} port
 * @param {Sink} sink
 * @returns {() => void} ends it
 */
export function receive(port, sink) {
  checkSink('receive', sink);
  const { deliver } = createHub([sink]);
  /** @param {any} message */
  const take = (message) => {
    const record = message?.[FIELD];
    if (record) deliver(record);
  };
  const given = /** @type {any} */ (port);
  if (typeof given?.addEventListener === 'function') {
    /** @param {{ data: any }} event */
    const listener = ({ data }) => take(data);
    given.addEventListener('message', listener);
    given.start?.(); // a MessagePort holds back what comes until it is started
    return () => given.removeEventListener('message', listener);
  }
  checkPort('receive', typeof given?.on === 'function', port, 'addEventListener() or on()');
  given.on('message', take);
  return () => void given.off('message', take);
}

/**
 * @param {string} where
 * @param {boolean} isPort
 * @param {unknown} port
 * @param {string} methods
 */
function checkPort(where, isPort, port, methods) {
  if (isPort) return;
  throw new TypeError(refusal(`${where}: the port`, port, `allowed is an object with ${methods}`));
}
