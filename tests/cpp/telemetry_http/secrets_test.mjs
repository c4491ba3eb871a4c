/** No secret is told, and a process has one credential as long as it lives. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { decode } from 'cborg';
import { storeRecording } from './recording_file.mjs';
import { send } from './spool.mjs';
import { StrictServer } from './strict_server.mjs';

const program = /** @type {string} */ (process.env.SECRET_PROGRAM);
const SECRET = 's3cret-0123456789';

class Program {
  output = '';

  /** @param {NodeJS.ProcessEnv} environment */
  constructor(environment) {
    this.child = spawn(program, { env: { ...process.env, ...environment } });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (text) => (this.output += text));
    }
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** Until it has done it. @param {string} command */
  async tell(command) {
    this.child.stdin.write(`${command}\n`);
    for (let line; line !== 'done'; line = (await this.lines.next()).value) {
      assert.equal(this.child.exitCode ?? this.child.signalCode, null, this.output);
    }
  }

  /** @param {string} [last] a command that ends it */
  async end(last) {
    this.child.stdin.end(last ? `${last}\n` : '');
    const [code, signal] = await once(this.child, 'close');
    return signal ?? code;
  }
}

/** Until the end of the test, also where that fails. @param {import('node:test').TestContext} t */
async function startServer(t) {
  const server = await new StrictServer().start();
  t.after(() => server.stop());
  return server;
}

/** Of all processes. */
function commandLines() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'latin1');
      } catch {
        return ''; // it has ended
      }
    });
}

/** @param {string} what @param {unknown} value */
function assertNoSecret(what, value) {
  const text = typeof value === 'string' ? value : inspect(value, { depth: null, maxArrayLength: null });
  assert.ok(!text.includes(SECRET), `the secret is in ${what}: ${text.slice(0, 1000)}`);
}

/** Every byte, and every event, of the recordings in a folder. @param {string} folder */
function assertNoSecretInFiles(folder) {
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    assertNoSecret(name, bytes.toString('latin1'));
    if (!name.endsWith('.mmrec')) continue;
    const store = new StrictServer();
    storeRecording(bytes, store);
    assertNoSecret(name, [store.items, store.readEvents()]);
  }
}

test('a key is in no output, command line, event, recording or spool, and not in the entry of a crash', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const server = await startServer(t);
  server.authorization = `Bearer ${SECRET}`;
  let requests = 0;
  server.fault = (request, response) => {
    const number = requests++;
    if (number === 0) response.writeHead(503, { 'retry-after': '0' }).end(SECRET);
    else if (number === 1) request.socket.destroy();
    else if (number === 2) request.socket.end(`no HTTP ${SECRET}\r\n\r\n`);
    else if (/insert_block/.test(request.url ?? '') && number < 8) response.writeHead(401).end(SECRET);
    else return false;
    return true;
  };
  const child = new Program({
    MICROMEGAS_TELEMETRY_URL: server.url,
    MICROMEGAS_INGESTION_API_KEY: SECRET,
    MICROMEGAS_TELEMETRY_SPOOL: folder,
    MICROMEGAS_RECORDING: join(folder, 'recording.mmrec'),
    MICROMEGAS_LOG: 'trace',
    MICROMEGAS_LOCAL_SINK_MAX_LEVEL: 'trace',
    MICROMEGAS_TELEMETRY_SINK_MAX_LEVEL: 'trace',
  });
  for (let i = 0; i < 10; ++i) await child.tell('record');
  assertNoSecret('a command line', commandLines());
  assert.equal(await child.end('crash'), 'SIGSEGV');
  const sent = server.readEvents();
  assert.ok(
    sent.log.some((event) => event.msg?.includes('SIGSEGV')),
    inspect(sent.log),
  );
  assertNoSecret('the output', child.output);
  assertNoSecret('the events', [server.items, sent]);
  assertNoSecretInFiles(folder);
  rmSync(folder, { recursive: true });
});

test('errors of the set-up and of the command tell no secret', async (t) => {
  const client = { MICROMEGAS_OIDC_CLIENT_ID: 'engine', MICROMEGAS_OIDC_CLIENT_SECRET: SECRET };
  const url = { MICROMEGAS_TELEMETRY_URL: 'https://localhost:1' };
  const refused = [
    { ...url, MICROMEGAS_INGESTION_API_KEY: `${SECRET}\nX: y` },
    { MICROMEGAS_TELEMETRY_URL: 'http://telemetry.example', MICROMEGAS_INGESTION_API_KEY: SECRET },
    { MICROMEGAS_TELEMETRY_URL: `https://user:${SECRET}@telemetry.example` },
    { MICROMEGAS_TELEMETRY_URL: `https://telemetry.example?key=${SECRET}` },
    { ...url, ...client },
    { ...url, ...client, MICROMEGAS_OIDC_TOKEN_ENDPOINT: 'http://tokens.example' },
    { ...url, ...client, MICROMEGAS_OIDC_TOKEN_ENDPOINT: `https://user:${SECRET}@tokens.example` },
  ];
  for (const environment of refused) {
    await t.test(Object.keys(environment).join(), async () => {
      const child = new Program(environment);
      assert.equal(await child.end(), 0); // the program itself goes on
      assert.ok(child.output.includes('TelemetryOptions::http.'), child.output);
      assertNoSecret('the error', child.output);
    });
  }

  await t.test('micromegas send', async (own) => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    const path = join(folder, 'recording.mmrec');
    const recorder = new Program({ MICROMEGAS_RECORDING: path });
    await recorder.tell('record');
    assert.equal(await recorder.end(), 0);
    const server = await startServer(own);
    server.fault = (_, response) => (response.writeHead(401).end(SECRET), true);
    const { code, output } = await send([path, server.url], { MICROMEGAS_INGESTION_API_KEY: SECRET });
    assert.notEqual(code, 0);
    assert.ok(output.includes('401'), output);
    assertNoSecret('the output', output);
    rmSync(folder, { recursive: true });
  });
});

test('one credential for the life of a process; after a change begins another one', async (t) => {
  const server = await startServer(t);
  /** The credentials of each process's requests. @type {Map<string, Set<string | undefined>>} */
  const credentials = new Map();
  server.fault = ({ headers }, _, body) => {
    const id = decode(body).process_id;
    credentials.set(id, (credentials.get(id) ?? new Set()).add(headers.authorization));
    server.authorization = headers.authorization;
    return false;
  };
  const child = new Program({
    MICROMEGAS_TELEMETRY_URL: server.url,
    MICROMEGAS_INGESTION_API_KEY: 'first',
  });
  await child.tell('record');
  await child.tell('key second');
  await child.tell('record');
  await child.tell('restart');
  await child.tell('record');
  assert.equal(await child.end(), 0);
  assert.deepEqual(server.problems, []);
  assert.deepEqual(
    [...credentials.values()].map((used) => [...used]),
    [['Bearer first'], ['Bearer second']],
  );
  assert.equal(server.readEvents().log.filter((event) => event.desc?.fmt_str === 'entry').length, 3);
});
