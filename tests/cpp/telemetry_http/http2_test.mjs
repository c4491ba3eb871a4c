/** Delivery over HTTP/2 and TLS. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Program, assertAllArrived, assertTrueCounts, events, sum } from './program.mjs';
import { StrictServer } from './strict_server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'micromegas-'));
after(() => rmSync(folder, { recursive: true }));
const file = (/** @type {string} */ name) => join(folder, name);
const openssl = (/** @type {string[]} */ ...args) => execFileSync('openssl', args, { stdio: 'ignore' });
const newKey = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
openssl('req', '-x509', ...newKey, '-subj', '/CN=CA', '-keyout', file('ca.key'), '-out', file('ca.pem'));

/**
 * A certificate that the test's authority vouches for.
 *
 * @param {string} host
 */
function credentialsOf(host) {
  const [key, request, cert] = [file(`${host}.key`), file(`${host}.csr`), file(`${host}.pem`)];
  openssl('req', ...newKey, '-subj', `/CN=${host}`, '-keyout', key, '-out', request);
  const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'];
  openssl('x509', '-req', '-in', request, ...authority, '-days', '2', '-out', cert);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const environment = { SSL_CERT_FILE: file('ca.pem') };

test('requests are many at once on one connection, through a break of it', async () => {
  const server = await new StrictServer(credentialsOf('localhost')).start();
  server.authorization = 'Bearer s3cret';
  server.delay = 10;
  const child = new Program({ url: server.url, key: 's3cret' }, environment);
  for (let round = 0; round < 10; ++round) await child.tell('record 100');
  await child.settled();
  assert.equal(server.connections, 1);
  assert.equal(server.mostAtOnce, 3);

  await server.stop();
  for (let round = 0; round < 10; ++round) await child.tell('record 100');
  await server.start();
  await child.settled();
  assert.equal(server.problems.length, 0);
  assertTrueCounts(await child.end(), server);
  const messages = server.readEvents().log.filter((event) => event.msg?.startsWith('thread '));
  assert.equal(messages.length, 20 * 4 * 100);
  await server.stop();
});

test('another status is tried again over HTTP/2, too', async () => {
  const server = await new StrictServer(credentialsOf('localhost')).start();
  let left = 4;
  server.fault = (_, response) => {
    if (left-- <= 0) return false;
    response.writeHead(503, { 'retry-after': '0' }).end();
    return true;
  };
  const child = new Program({ url: server.url }, environment);
  await child.tell('record 1000');
  await child.settled();
  assertTrueCounts(await child.end(), server);
  assertAllArrived(server, 1000);
  await server.stop();
});

test('a certificate of another host is refused', async () => {
  const server = await new StrictServer(credentialsOf('other.example')).start();
  const child = new Program({ url: server.url, key: 's3cret', drain: 300 }, environment);
  await child.tell('record 100');
  const counts = await child.end();
  assert.equal(server.requests, 0);
  assert.deepEqual(counts.events.map(sum), counts.given);
  assert.equal(events(counts, 'delivered'), 0);
  await server.stop();
});
