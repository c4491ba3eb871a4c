/** What a program records arrives at a server, through faults, and the program's counts say so. */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Program, THREADS, assertAllArrived, assertTrueCounts, events, sum } from './program.mjs';
import { StrictServer } from './strict_server.mjs';

/** @param {StrictServer} server @param {number} status @param {number} times @param {http.OutgoingHttpHeaders} [headers] */
function failing(server, status, times, headers = {}) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  server.fault = (request, response, body) => {
    seen.set(body.toString('latin1'), request.url ?? '');
    if (times-- <= 0) return false;
    response.writeHead(status, headers).end();
    return true;
  };
  return seen;
}

test('everything arrives once, with the key', async () => {
  const server = await new StrictServer().start();
  server.authorization = 'Bearer s3cret';
  const child = new Program({ url: server.url, key: 's3cret' });
  await child.tell('record 5000');
  const counts = await child.end();
  assertTrueCounts(counts, server);
  assertAllArrived(server, 5000);
  assert.equal(counts.metadata.delivered, server.items.process.size + server.items.stream.size);
  assert.equal(server.items.process.size, 1);
  assert.equal(server.repeated, 0);
  assert.equal(child.stderr, '');
  await server.stop();
});

test('a server gets properties of spans where the program says that it knows them', async () => {
  for (const isKnown of [false, true]) {
    const server = await new StrictServer().start();
    const child = new Program({ url: server.url, span_properties: isKnown ? 1 : 0 });
    await child.tell('record 100');
    assertTrueCounts(await child.end(), server);
    const { cpu } = server.readEvents();
    const threads = cpu.map((event) => event.properties?.thread).filter((thread) => thread !== undefined);
    assert.deepEqual(threads.sort(), isKnown ? [...'0123'].flatMap((thread) => Array(100).fill(thread)) : []);
    const ends = cpu.filter((event) => event.type !== 'BeginThreadSpanEvent');
    assert.equal(ends.length, THREADS * 100);
    const type = isKnown ? 'TaggedEndThreadSpanEvent' : 'EndThreadSpanEvent';
    assert.ok(ends.every((event) => event.type === type));
    await server.stop();
  }
});

test('a server that is absent, and then started', async () => {
  const server = await new StrictServer().start();
  await server.stop();
  const child = new Program({ url: server.url });
  const before = await child.tell('record 1000');
  assert.equal(events(before, 'delivered'), 0);
  await server.start();
  await child.settled();
  const counts = await child.end();
  assertTrueCounts(counts, server);
  assertAllArrived(server, 1000);
  await server.stop();
});

test('a server that is killed and restarted under load', async () => {
  const server = await new StrictServer().start();
  const child = new Program({ url: server.url });
  const rounds = 30;
  for (let round = 0; round < rounds; ++round) {
    const recorded = child.tell('record 200');
    if (round % 3 === 0) {
      await server.stop();
      await sleep(1);
      await server.start();
    }
    await recorded;
  }
  await child.settled();
  const counts = await child.end();
  const stored = assertTrueCounts(counts, server);
  const own = stored.log.filter((event) => event.msg?.startsWith('thread '));
  assert.equal(own.length, rounds * THREADS * 200);
  assert.equal(
    events(counts, 'delivered'),
    counts.given.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b),
  );
  await server.stop();
});

test('a server that accepts and never answers, then does', async () => {
  const server = await new StrictServer().start();
  let isSilent = true;
  server.fault = () => isSilent;
  const child = new Program({ url: server.url, timeout: 200 });
  await child.tell('record 100');
  while (server.requests < 4) await sleep(20);
  isSilent = false;
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 100);
  await server.stop();
});

test('one that never answers is left at the end of the drain, and what is left is told', async () => {
  const server = await new StrictServer().start();
  server.fault = () => true;
  const child = new Program({ url: server.url, drain: 300 });
  await child.tell('record 100');
  const counts = await child.end();
  assertTrueCounts(counts, server);
  assert.equal(
    events(counts, 'shutdown'),
    counts.given.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b),
  );
  assert.match(child.stderr, new RegExp(`${events(counts, 'shutdown')} of \\d+ events are lost`));
  await server.stop();
});

for (const status of [301, 400, 401, 403, 404, 413]) {
  test(`${status} without end is a refusal, counted, and not tried again`, async () => {
    const server = await new StrictServer().start();
    const seen = failing(server, status, Infinity);
    const child = new Program({ url: server.url });
    await child.tell('record 100');
    const counts = await child.end();
    assertTrueCounts(counts, server);
    assert.equal(
      events(counts, 'refused'),
      counts.given.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b),
    );
    assert.equal(server.requests, seen.size, 'each item once');
    await server.stop();
  });
}

for (const [status, headers] of /** @type {[number, http.OutgoingHttpHeaders][]} */ ([
  [429, { 'retry-after': '1' }],
  [429, { 'retry-after': new Date(Date.now() + 1000).toUTCString() }],
  [503, { 'retry-after': '1' }],
  [503, { 'retry-after': new Date(Date.now() + 1000).toUTCString() }],
  [429, {}],
  [500, {}],
  [503, {}],
])) {
  test(`${status} ${Object.keys(headers)} is tried again with the same bytes`, async () => {
    const server = await new StrictServer().start();
    const seen = failing(server, status, 4, headers);
    const child = new Program({ url: server.url });
    await child.tell('record 100');
    const counts = await child.settled();
    assertTrueCounts(counts, server);
    assertAllArrived(server, 100);
    await child.end();
    const items = Object.values(server.items).reduce((total, map) => total + map.size, 0);
    assert.equal(seen.size, items, 'no other bytes than those that were stored');
    await server.stop();
  });
}

test('redirects are followed, and stay POST', async () => {
  for (const status of [301, 302, 307, 308]) {
    const server = await new StrictServer().start();
    server.fault = (request, response) => {
      if (!request.url?.startsWith('/old/')) return false;
      response.writeHead(status, { location: request.url.slice('/old'.length) }).end();
      return true;
    };
    const child = new Program({ url: `${server.url}/old/` });
    await child.tell('record 100');
    assertTrueCounts(await child.end(), server);
    assertAllArrived(server, 100);
    await server.stop();
  }
});

test('a key does not follow a redirect to another host', async () => {
  const server = await new StrictServer().start();
  const other = await new StrictServer().start();
  server.fault = (request, response) => {
    response.writeHead(307, { location: `http://localhost:${other.port}${request.url}` }).end();
    return true;
  };
  /** @type {(string | undefined)[]} */
  const authorizations = [];
  other.fault = (request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(401).end();
    return true;
  };
  const child = new Program({ url: server.url, key: 's3cret' });
  await child.tell('record 1');
  await child.end();
  assert.ok(authorizations.every((value) => value === undefined));
  await server.stop();
  await other.stop();
});

test('garbage and half an answer are tried again', async () => {
  const server = await new StrictServer().start();
  let left = 6;
  server.fault = (request) => {
    if (left === 0) return false;
    request.socket.end(
      --left % 2 ? '\x01\x02 no HTTP\r\n\r\n' : 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf',
    );
    return true;
  };
  const child = new Program({ url: server.url });
  await child.tell('record 100');
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 100);
  await server.stop();
});

test('a slow reader gets everything', async () => {
  const server = await new StrictServer().start();
  const child = new Program({ url: server.url });
  server.fault = (request) => {
    request.socket.pause();
    setTimeout(() => request.socket.resume(), 20);
    return false;
  };
  await child.tell('record 20000');
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 20000);
  await server.stop();
});

test('a full queue sheds spans first, and counts', async () => {
  const server = await new StrictServer().start();
  await server.stop();
  const child = new Program({ url: server.url, soft: 200_000, hard: 1_000_000 });
  for (let round = 0; round < 20; ++round) await child.tell('record 500');
  await server.start();
  await child.settled();
  const counts = await child.end();
  assertTrueCounts(counts, server);
  assert.ok(counts.events[2].queue_full > 0);
  assert.ok(counts.events[2].queue_full / counts.given[2] > counts.events[0].queue_full / counts.given[0]);
  assert.equal(sum(counts.metadata), counts.metadata.delivered);
  const stored = server.readEvents();
  const told = stored.metrics.filter((event) => event.desc.name === 'telemetry_dropped_traces').at(-1);
  assert.equal(Number(told.value), counts.events[2].queue_full);
  assert.ok(stored.log.some((event) => event.msg?.includes('were lost')));
  await server.stop();
});

test('a name that cannot be looked up', async () => {
  const child = new Program({ url: 'http://telemetry.invalid:9000', drain: 300 });
  await child.tell('record 100');
  const counts = await child.end();
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'delivered'), 0);
  assert.match(child.stderr, /events are lost.*; the last try failed: .*resolve/);
});

test('a certificate that nobody vouches for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'micromegas-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  let requests = 0;
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, () => requests++);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const child = new Program({ url: `https://localhost:${port}`, key: 's3cret', drain: 300 });
  await child.tell('record 100');
  const counts = await child.end();
  assert.equal(requests, 0);
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'delivered'), 0);
  server.closeAllConnections();
  server.close();
});

/** A token endpoint. @param {(count: number) => object} answer */
async function startTokens(answer) {
  /** @type {string[]} */
  const forms = [];
  let most = 0;
  let open = 0;
  const server = http.createServer(async (request, response) => {
    most = Math.max(most, ++open);
    let form = '';
    for await (const part of request) form += part;
    forms.push(form);
    await sleep(50);
    open--;
    response.end(JSON.stringify(answer(forms.length)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { server, forms, url: `http://127.0.0.1:${port}/token`, most: () => most };
}

test('a client of OpenID Connect: one token, fetched once, used for everything', async () => {
  const tokens = await startTokens(() => ({ access_token: 'first', expires_in: 3600 }));
  const server = await new StrictServer().start();
  server.authorization = 'Bearer first';
  const secret = 'pa$s word';
  const child = new Program({
    url: server.url,
    oidc_token_endpoint: tokens.url,
    oidc_client_id: 'engine',
    oidc_client_secret: secret,
    oidc_audience: 'micromegas',
  });
  await child.tell('record 500');
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 500);
  assert.equal(tokens.forms.length, 1);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(tokens.forms[0])), {
    grant_type: 'client_credentials',
    client_id: 'engine',
    client_secret: secret,
    audience: 'micromegas',
  });
  tokens.server.close();
  await server.stop();
});

test('a token that the server does not take any more is fetched anew; the secret is told nowhere', async () => {
  const tokens = await startTokens((count) =>
    count === 1 ? {} : { access_token: `token-${count}`, expires_in: 3600 },
  );
  const server = await new StrictServer().start();
  server.authorization = 'Bearer token-3';
  server.fault = (request, response) => {
    if (request.headers.authorization === server.authorization) return false;
    response.writeHead(401).end();
    return true;
  };
  const child = new Program({
    url: server.url,
    oidc_token_endpoint: tokens.url,
    oidc_client_id: 'engine',
    oidc_client_secret: 's3cret',
  });
  await child.tell('record 100');
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 100);
  assert.equal(tokens.most(), 1);
  const texts = server.readEvents().log.map((event) => event.msg ?? event.desc.fmt_str);
  assert.ok(texts.some((text) => text.includes('no token from')));
  assert.ok(![child.stderr, ...texts].some((text) => text.includes('s3cret') || text.includes('token-2')));
  tokens.server.close();
  await server.stop();
});

test('the child of a fork sends as a process of its own', async () => {
  const server = await new StrictServer().start();
  // ThreadSanitizer ends the child of a fork at its first thread, unless it is told not to.
  const environment = { TSAN_OPTIONS: `${process.env.TSAN_OPTIONS ?? ''} die_after_fork=0` };
  const child = new Program({ url: server.url }, environment);
  await child.tell('record 100');
  await child.tell('fork');
  await child.tell('record 100');
  await child.end();
  assert.deepEqual(server.problems, []);
  assert.equal(server.items.process.size, 2);
  const messages = server.readEvents().log.map((event) => event.msg);
  assert.equal(messages.filter((text) => text?.startsWith('thread 7 ')).length, 10);
  assert.equal(messages.filter((text) => /^thread [0-3] /.test(text)).length, 2 * THREADS * 100);
  await server.stop();
});

test('the environment alone makes a program send', async () => {
  const server = await new StrictServer().start();
  server.authorization = 'Bearer s3cret';
  const child = spawn(/** @type {string} */ (process.env.SERVER_PROGRAM), [], {
    env: { ...process.env, MICROMEGAS_TELEMETRY_URL: server.url, MICROMEGAS_INGESTION_API_KEY: 's3cret' },
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.deepEqual(server.problems, []);
  const [sender] = server.items.process.values();
  assert.equal(sender.properties.release, '1.4');
  const sent = server.readEvents();
  assert.ok(sent.log.some((event) => event.msg === '2 rows loaded'));
  assert.ok(!inspect([sender, sent], { depth: null, maxArrayLength: null }).includes('s3cret'));
  await server.stop();
});
