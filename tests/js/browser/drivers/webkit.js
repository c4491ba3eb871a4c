import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

import { Builder } from 'selenium-webdriver';

import { freePort } from '../../../free-port.js';

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} program
 */
async function untilItAnswers(port, program) {
  while (program.exitCode === null) {
    const answers = await fetch(`http://127.0.0.1:${port}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await setTimeout(50);
  }
  throw new Error(`WebKitWebDriver has ended with exit code ${program.exitCode}`);
}

/**
 * WebKitGTK's own small browser by WebDriver, on a screen in memory: it has no mode without a window.
 *
 * @returns {Promise<import('./index.js').Driver>}
 */
export async function launchWebKit() {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (screen.stdio[3]) });
  const [display] = await once(lines, 'line');
  const port = await freePort();
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${display}` },
    stdio: 'ignore',
  });
  await untilItAnswers(port, server);
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({ browserName: 'MiniBrowser' })
    .build();
  await driver.manage().setTimeouts({ script: 30_000 });
  return {
    async ask(url, question) {
      await driver.get(url);
      // WebDriver reports the first page of a session as loaded before its scripts have run.
      await driver.wait(() => driver.executeScript('return globalThis.answer !== undefined'), 20_000);
      const { error, answer } = await driver.executeAsyncScript(
        `const [question, done] = arguments;
         globalThis.answer(question).then((answer) => done({ answer }), (error) => done({ error: String(error) }));`,
        question,
      );
      if (error !== undefined) throw new Error(error);
      return answer;
    },
    async close() {
      await driver.quit();
      for (const child of [server, screen]) {
        child.kill();
        await once(child, 'exit');
      }
    },
  };
}
