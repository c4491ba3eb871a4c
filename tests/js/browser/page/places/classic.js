import { heardFrom } from './heard-from.js';
import { speak } from './speak.js';

/** @type {any} */ (globalThis).answer = async () => {
  const { port1, port2 } = new MessageChannel();
  const heard = heardFrom(port1);
  speak(port2);
  return JSON.stringify(await heard);
};
