/** Records of a worker, on their way to the page. */

import { describeValue } from './describe-value.js';

/**
 * What can send: a worker's `self`, Node's `parentPort`, a `MessagePort`, a `BroadcastChannel`.
 *
 * @typedef {{ postMessage: (message: any) => void }} SendingPort
 */

/**
 * What can receive: a `Worker` of the web or of Node, a `MessagePort`, a `BroadcastChannel`. A `MessagePort` of the
 * web has to be started by you.
 *
 * @typedef {{ addEventListener: (type: 'message', listener: (event: any) => void) => void,
 *     removeEventListener: (type: 'message', listener: (event: any) => void) => void }
 *   | { on: (type: 'message', listener: (message: any) => void) => unknown,
 *     off: (type: 'message', listener: (message: any) => void) => unknown }} ReceivingPort
 */

/** The field that tells a record from the worker's other messages. */
const FIELD = 'micromegas-tracing.record';

/**
 * A sink for a worker: posts every record to whoever calls `receive` on the other end, with the property `worker` for
 * its name. A property that cannot be posted (a function, say) goes as text.
 *
 * @param {SendingPort} port
 * @param {{ name: string }} options the worker's name
 * @returns {import('./hub.js').Sink}
 */
export function portSink(port, { name }) {
  if (typeof port?.postMessage !== 'function') {
    throw new TypeError(
      `portSink: the port is ${describeValue(port)}; allowed is an object with postMessage()`,
    );
  }
  return (record) => {
    const properties = { ...record.properties, worker: name };
    try {
      port.postMessage({ [FIELD]: { ...record, properties } });
    } catch {
      const texts = Object.entries(properties).map(([key, value]) => [key, String(value)]);
      port.postMessage({ [FIELD]: { ...record, properties: Object.fromEntries(texts) } });
    }
  };
}

/**
 * Brings what a worker's `portSink` posts to a sink. Other messages are left alone.
 *
 * @param {ReceivingPort} port
 * @param {import('./hub.js').Sink} sink
 * @returns {() => void} ends it
 */
export function receive(port, sink) {
  /** @param {any} message */
  const take = (message) => {
    const record = message?.[FIELD];
    if (record) sink(record);
  };
  if ('addEventListener' in port) {
    /** @param {{ data: any }} event */
    const listener = ({ data }) => take(data);
    port.addEventListener('message', listener);
    return () => port.removeEventListener('message', listener);
  }
  port.on('message', take);
  return () => void port.off('message', take);
}
