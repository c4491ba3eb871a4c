import { speak } from './speak.js';

/** @type {unknown[]} */
const messages = [];
Object.assign(globalThis, { messages });
speak({ postMessage: (message) => messages.push(structuredClone(message)) });
