/** Sends the records of a worker to the page. */

import { checkOptions, checkSink, readText } from '../util/check-options.js';
import { refusal } from '../values/describe-value.js';
import { createHub } from '../delivery/hub.js';
import { toPlain } from '../record/record-json.js';

/** @import { Sink } from '../delivery/hub.js' */
/** @import { LogRecord } from '../record/record.js' */

/**
 * An object that can send: a worker's `self`, Node's `parentPort`, a `MessagePort`, a `BroadcastChannel`.
 *
 * @typedef {{ postMessage: (message: any) => void }} SendingPort
 */

/**
 * An object that can receive: a `Worker` of the web or of Node, a `MessagePort`, a `BroadcastChannel`.
 *
 * @typedef {{ addEventListener: (type: 'message', listener: (event: any) => void) => void,
 *     removeEventListener: (type: 'message', listener: (event: any) => void) => void, start?: () => void }
 *   | { on: (type: 'message', listener: (message: any) => void) => unknown,
 *     off: (type: 'message', listener: (message: any) => void) => unknown }} ReceivingPort
 */

/**
 * @typedef {object} PortSinkOptions
 * @property {string} [name] The worker's name. Default: the `name` of `new Worker(url, { name })`, or `'worker'`.
 */

/** The field that distinguishes a record from the worker's other messages. */
const FIELD = 'micromegas-tracing.record';

/**
 * A sink for a worker: posts every record to the page or thread that calls `receive` on the other end, with the
 * worker's name as the property `worker`. If a property cannot be posted (a function, say), all are converted as for a
 * line of JSON.
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
    // First, so that it has room if the others are too large; last, so that it overrides a property of this name.
    const properties = Object.assign({ worker }, record.properties, { worker });
    try {
      port.postMessage({ [FIELD]: { ...record, properties } });
    } catch {
      port.postMessage({ [FIELD]: { ...record, properties: toPlain(properties) } });
    }
  };
}

/**
 * Passes the records that a worker's `portSink` posts to a sink, such as `consoleSink()`. Ignores other messages. An
 * exception of the sink is reported once, on the console.
 *
 * @param {ReceivingPort} port
 * @param {Sink} sink
 * @returns {() => void} stops receiving
 */
export function receive(port, sink) {
  checkSink('receive: the sink', sink);
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
    given.start?.(); // a MessagePort holds back messages until it is started
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
