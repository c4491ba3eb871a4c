import { launchChromium } from './chromium.js';
import { launchFirefox } from './firefox.js';
import { launchWebKit } from './webkit.js';

/**
 * @typedef {object} Driver
 * @property {(url: string, question: string) => Promise<string>} ask opens a page, and resolves to the string that its
 * `answer(question)` resolves to
 * @property {() => Promise<void>} close
 */

/** @type {Record<string, () => Promise<Driver>>} */
export const browsers = { Chromium: launchChromium, Firefox: launchFirefox, WebKit: launchWebKit };
