/** The real Micromegas server on this machine, with a database of its own in a temporary folder. */

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, promisify } from 'node:util';
import { freePort } from '../free-port.js';

const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
/** Of the published servers that the program is built on. */
const versions = {
  newest: { manifest: 'Cargo.toml', target: 'server-target' },
  oldest: { manifest: 'oldest/Cargo.toml', target: 'server-target-oldest' },
};

/** MICROMEGAS_SERVER_VERSION's. @returns {{ manifest: string, target: string }} */
function version() {
  const name = process.env.MICROMEGAS_SERVER_VERSION || 'newest';
  if (name === 'newest' || name === 'oldest') return versions[name];
  throw new RangeError(`MICROMEGAS_SERVER_VERSION=${name}: allowed are ${Object.keys(versions).join(', ')}`);
}

export const manifest = join(import.meta.dirname, version().manifest);
/** Where cargo builds it. */
export const target = join(cache, 'micromegas', version().target);
const program = join(target, 'debug', 'micromegas-test-server');
const waitFor = 300_000;

/** Debian's folder of the newest version, which is not in PATH. */
function postgresPrograms() {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
  const newest = Math.max(...readdirSync(versions).map(Number));
  return join(versions, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root. @returns {{ uid?: number, gid?: number }} */
function owner() {
  if (process.getuid?.() !== 0) return {};
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

export class RealServer {
  #bin = postgresPrograms();
  #folder = mkdtempSync(join(tmpdir(), 'micromegas-server-'));
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #postgres;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #server;
  #ports = { ingestion: 0, sql: 0 };
  /** What PostgreSQL and the server wrote. */
  output = '';

  get url() {
    return `http://127.0.0.1:${this.#ports.ingestion}`;
  }

  get #sqlAddress() {
    return `127.0.0.1:${this.#ports.sql}`;
  }

  get queryCommand() {
    return `${program} query ${this.#sqlAddress}`;
  }

  async start() {
    await this.#startPostgres();
    this.#ports = { ingestion: await freePort(), sql: await freePort() };
    await this.startServer();
    return this;
  }

  async #startPostgres() {
    const user = owner();
    const data = join(this.#folder, 'postgres');
    mkdirSync(data);
    if (user.uid !== undefined && user.gid !== undefined) {
      for (const path of [this.#folder, data]) chownSync(path, user.uid, user.gid);
    }
    const options = { ...user, cwd: this.#folder };
    execFileSync(
      join(this.#bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...options, stdio: 'pipe' },
    );
    const settings = ['-c', 'listen_addresses=', '-c', 'fsync=off', '-k', this.#folder];
    this.#postgres = this.#follow(spawn(join(this.#bin, 'postgres'), ['-D', data, ...settings], options));
    await this.#until(() => this.output.includes('ready to accept connections'), this.#postgres);
  }

  /** @template {import('node:child_process').ChildProcess} Child @param {Child} child */
  #follow(child) {
    const add = (/** @type {Buffer} */ text) => (this.output += text);
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    process.once('exit', () => child.kill('SIGKILL'));
    return child;
  }

  /** @param {() => boolean | Promise<boolean>} isReached @param {import('node:child_process').ChildProcess} child */
  async #until(isReached, child) {
    const start = Date.now();
    while (!(await isReached())) {
      const isRunning = child.exitCode === null && child.signalCode === null;
      assert.ok(isRunning && Date.now() - start < waitFor, `it did not start:\n${this.output}`);
      await sleep(20);
    }
  }

  /** On the ports and with the data that it had before. */
  async startServer() {
    const lake = join(this.#folder, 'lake');
    mkdirSync(lake, { recursive: true });
    const postgres = `postgres:///postgres?user=postgres&host=${encodeURIComponent(this.#folder)}`;
    const addresses = [`127.0.0.1:${this.#ports.ingestion}`, this.#sqlAddress];
    const child = spawn(program, ['serve', postgres, `file://${lake}`, ...addresses]);
    this.#server = this.#follow(child);
    await this.#until(async () => {
      const isReady = await fetch(`${this.url}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      return isReady && (await this.query('SELECT 1 AS one').catch(() => [])).length === 1;
    }, child);
  }

  /** As if it were killed. */
  async stopServer() {
    if (this.#server) await end(this.#server, 'SIGKILL');
  }

  async stop() {
    await this.stopServer();
    if (this.#postgres) await end(this.#postgres, 'SIGINT');
    if (process.env.SERVER_LOG) writeFileSync(process.env.SERVER_LOG, this.output, { flag: 'a' });
    rmSync(this.#folder, { recursive: true });
  }

  /** @param {string} sql @returns {Promise<any[]>} */
  async query(sql) {
    const { stdout } = await promisify(execFile)(program, ['query', this.#sqlAddress, sql], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** Until the views have all that was stored of a process. @param {string} processId */
  async untilVisible(processId) {
    const sql = ['processes', 'streams', 'blocks']
      .map((table) => `(SELECT COUNT(*) FROM ${table} WHERE process_id = '${processId}') AS ${table}`)
      .join();
    const psql = [
      '-h',
      this.#folder,
      '-U',
      'postgres',
      '-Atc',
      `SELECT row_to_json(counts) FROM (SELECT ${sql}) counts`,
    ];
    const stored = JSON.parse(execFileSync(join(this.#bin, 'psql'), psql, { encoding: 'utf8' }));
    assert.ok(stored.blocks > 0, `no block of ${processId}`);
    const start = Date.now();
    for (;;) {
      const [shown] = await this.query(`SELECT ${sql}`);
      if (isDeepStrictEqual(shown, stored)) return;
      assert.ok(Date.now() - start < waitFor, `shown ${JSON.stringify(shown)} of ${JSON.stringify(stored)}`);
      await sleep(200);
    }
  }
}
