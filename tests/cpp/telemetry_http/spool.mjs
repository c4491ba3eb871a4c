/** What tests of spools have in common. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StrictServer } from './strict_server.mjs';

export const command = /** @type {string} */ (process.env.MICROMEGAS);
export const newSpool = () => mkdtempSync(join(tmpdir(), 'spool-'));
export const list = (/** @type {string} */ spool) => readdirSync(spool).map((name) => join(spool, name));
export const given = (/** @type {any} */ counts) =>
  counts.given.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b);

/** @param {string[]} args @param {NodeJS.ProcessEnv} [environment] */
export async function send(args, environment) {
  const child = spawn(command, ['send', ...args], { env: { ...process.env, ...environment } });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { code, output };
}

/** Not there until it is started. */
export async function absentServer() {
  const server = await new StrictServer().start();
  await server.stop();
  return server;
}

/** How many events it has. @param {StrictServer} server */
export const stored = (server) =>
  Object.values(server.readEvents()).reduce((total, { length }) => total + length, 0);
