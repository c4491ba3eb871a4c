import { speak } from './speak.js';

speak({ postMessage: (message) => parent.postMessage(message, '*') });
