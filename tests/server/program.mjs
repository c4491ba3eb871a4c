/** The programs that are run, and what they say that they recorded. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..', '..');
export const programs = join(root, 'build', 'native', 'tests', 'server');

/**
 * @typedef {{ kind: string, name: string, target: string, msg: string, level: number, unit: string, value: string,
 *   properties: Record<string, string>, line: number, depth: number, parent: string, format: string, data: string }} Event
 *   journal.hpp says which kind has which members
 * @typedef {{ thread: string, events: Event[] }} Journal
 * @typedef {{ process_id: string, journals: Journal[], dropped: number }} Answer
 */

export class Program {
  stderr = '';

  /** @param {string} url @param {string[]} [args] @param {NodeJS.ProcessEnv} [environment] */
  constructor(url, args = [], environment = {}) {
    this.child = spawn(join(programs, 'truth_program'), args, {
      env: {
        ...process.env,
        MICROMEGAS_TELEMETRY_URL: url,
        MICROMEGAS_ENABLE_CPU_TRACING: 'true',
        ...environment,
      },
    });
    this.child.stderr.on('data', (text) => (this.stderr += text));
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** @returns {Promise<Answer>} */
  async read() {
    const { value } = await this.lines.next();
    assert.ok(value, `the program ended: ${this.stderr}`);
    return JSON.parse(value);
  }

  /** @param {string} command */
  tell(command) {
    this.child.stdin.write(`${command}\n`);
    return this.read();
  }

  /** Everything has arrived, or standard error would say so. */
  async end() {
    this.child.stdin.end();
    const [code] = await once(this.child, 'exit');
    assert.deepEqual([code, this.stderr], [0, '']);
  }
}
