import { speak } from './speak.js';

self.addEventListener('message', (event) => {
  const { ports, waitUntil } = /** @type {any} */ (event);
  waitUntil.call(event, speak(ports[0]));
});
