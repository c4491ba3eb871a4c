/** An ingestion service that takes nothing that is not exactly right, and keeps what it takes. */

import http from 'node:http';
import http2 from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { decode } from 'cborg';
// @ts-expect-error: it has no declarations
import lz4 from 'lz4js';
import { readBlock } from '../../js/wire/block-reader.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/;
const LZ4_FRAME = 0x184d2204;

/** @param {unknown} condition @param {string} problem */
function expect(condition, problem) {
  if (!condition) throw new Error(problem);
}

const isText = (/** @type {unknown} */ value) => typeof value === 'string' && !value.includes('\0');
const isShortText = (/** @type {unknown} */ value) =>
  isText(value) && [.../** @type {string} */ (value)].length <= 255;
const isUuid = (/** @type {unknown} */ value) => typeof value === 'string' && UUID.test(value);
const isTime = (/** @type {unknown} */ value) => typeof value === 'string' && TIME.test(value);
const isInteger = (/** @type {unknown} */ value) => typeof value === 'bigint' || Number.isInteger(value);
const isBytes = (/** @type {unknown} */ value) => value instanceof Uint8Array;
const isMap = (/** @type {unknown} */ value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isProperties = (/** @type {any} */ value) =>
  isMap(value) &&
  Object.entries(value).every(([key, text]) => isText(text) && !key.startsWith('micromegas.'));
const isTypes = (/** @type {any} */ value) => Array.isArray(value) && value.every(isType);

const TYPE = { name: isText, size: isInteger, members: isMembers, is_reference: isBoolean };
const MEMBER = {
  name: isText,
  type_name: isText,
  offset: isInteger,
  size: isInteger,
  is_reference: isBoolean,
};

/** @param {unknown} value */
function isBoolean(value) {
  return typeof value === 'boolean';
}

/** @param {any} value */
function isMembers(value) {
  return Array.isArray(value) && value.every((member) => (expectFields(member, MEMBER), true));
}

/** @param {any} value */
function isType(value) {
  expectFields(value, TYPE);
  return true;
}

const FIELDS = {
  process: {
    process_id: isUuid,
    exe: isShortText,
    username: isShortText,
    realname: isShortText,
    computer: isShortText,
    distro: isShortText,
    cpu_brand: isShortText,
    tsc_frequency: isInteger,
    start_time: isTime,
    start_ticks: isInteger,
    parent_process_id: (/** @type {unknown} */ value) => value === null || isUuid(value),
    properties: isProperties,
  },
  stream: {
    process_id: isUuid,
    stream_id: isUuid,
    dependencies_metadata: isTypes,
    objects_metadata: isTypes,
    tags: (/** @type {any} */ value) => Array.isArray(value) && value.every(isText),
    properties: isProperties,
  },
  block: {
    block_id: isUuid,
    stream_id: isUuid,
    process_id: isUuid,
    begin_time: isTime,
    begin_ticks: isInteger,
    end_time: isTime,
    end_ticks: isInteger,
    payload: isMap,
    object_offset: isInteger,
    nb_objects: isInteger,
  },
};

/** @param {any} item @param {Record<string, (value: any) => boolean>} fields */
function expectFields(item, fields) {
  expect(isMap(item), 'not a map');
  expect(
    Object.keys(item).sort().join() === Object.keys(fields).sort().join(),
    `fields ${Object.keys(item)}`,
  );
  for (const [name, isRight] of Object.entries(fields)) {
    expect(isRight(item[name]), `${name} is ${item[name]}`);
  }
}

/** @param {Uint8Array} frame */
function decompress(frame) {
  expect(isBytes(frame), 'a queue that is not bytes');
  expect(Buffer.from(frame).readUInt32LE(0) === LZ4_FRAME, 'a queue that is no LZ4 frame');
  return Uint8Array.from(lz4.decompress(frame));
}

/**
 * @typedef {(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => boolean} Fault answers in
 *   place of the server: true; the body is whole
 *
 * @typedef {{ key: Buffer; cert: Buffer }} Credentials
 */

export class StrictServer {
  /** Says why a request was not right. @type {string[]} */
  problems = [];
  items = {
    /** @type {Map<string, any>} */
    process: new Map(),
    /** @type {Map<string, any>} */
    stream: new Map(),
    /** @type {Map<string, any>} */
    block: new Map(),
  };
  /** @type {Map<string, Buffer>} */
  #bodies = new Map();
  /** Requests, with those that a fault answered. */
  requests = 0;
  /** How many came for an item that was there. */
  repeated = 0;
  /** @type {Fault | undefined} */
  fault;
  /** Milliseconds until an answer. */
  delay = 0;
  /** The value of `Authorization`; without one there must be none. @type {string | undefined} */
  authorization;
  port = 0;
  /** Since it was made. */
  connections = 0;
  /** Requests at once, at most. */
  mostAtOnce = 0;
  #atOnce = 0;
  #credentials;
  /** @type {http.Server | http2.Http2SecureServer | undefined} */
  #server;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();

  /** @param {Credentials} [credentials] with them it speaks HTTP/2 over TLS, and nothing else */
  constructor(credentials) {
    this.#credentials = credentials;
  }

  get url() {
    return this.#credentials ? `https://localhost:${this.port}` : `http://127.0.0.1:${this.port}`;
  }

  /** On the port that it had before. */
  async start() {
    const server = this.#credentials
      ? http2.createSecureServer(this.#credentials, (request, response) => {
          // The same for what is done here.
          this.#receive(/** @type {any} */ (request), /** @type {any} */ (response));
        })
      : http.createServer({ keepAliveTimeout: 0 }, (request, response) => this.#receive(request, response));
    server.on('connection', (/** @type {import('node:net').Socket} */ socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await new Promise((resolve) => server.listen(this.port, '127.0.0.1', () => resolve(undefined)));
    this.port = /** @type {import('node:net').AddressInfo} */ (server.address()).port;
    return this;
  }

  /** As if it were killed: connections break. */
  async stop() {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    await new Promise((resolve) => {
      server.close(resolve);
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  /** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
  async #receive(request, response) {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    response.on('close', () => this.#atOnce--);
    /** @type {Buffer[]} */
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return; // the connection broke
    }
    const body = Buffer.concat(parts);
    this.requests++;
    if (this.delay > 0) await sleep(this.delay);
    if (this.fault?.(request, response, body)) return;
    try {
      this.#take(request, body);
      response.writeHead(200).end();
    } catch (error) {
      this.problems.push(`${request.method} ${request.url}: ${/** @type {Error} */ (error).message}`);
      response.writeHead(400).end();
    }
  }

  /** @param {http.IncomingMessage} request @param {Buffer} body */
  #take({ method, url, headers }, body) {
    const kind = /** @type {'process' | 'stream' | 'block' | undefined} */ (
      /^\/ingestion\/insert_(process|stream|block)$/.exec(url ?? '')?.[1]
    );
    if (method !== 'POST' || !kind) throw new Error('no route');
    expect(headers['content-type'] === 'application/octet-stream', `content type ${headers['content-type']}`);
    expect(/^micromegas-tracing-cpp\/\d+\.\d+\.\d+$/.test(headers['user-agent'] ?? ''), 'user agent');
    expect(headers['content-length'] === String(body.length), 'length');
    expect(headers.authorization === this.authorization, 'authorization');
    this.store(kind, body);
  }

  /**
   * Checks an item and keeps it, unless it is there.
   *
   * @param {'process' | 'stream' | 'block'} kind
   * @param {Buffer} body
   */
  store(kind, body) {
    const item = decode(body, { rejectDuplicateMapKeys: true });
    expectFields(item, FIELDS[kind]);
    const id = item[`${kind}_id`];
    const known = this.#bodies.get(id);
    if (known) {
      expect(known.equals(body), `other bytes under the id ${id}`);
      this.repeated++;
      return;
    }
    if (kind === 'block') {
      expectFields(item.payload, { dependencies: isBytes, objects: isBytes });
    }
    this.#bodies.set(id, body);
    this.items[kind].set(id, item);
  }

  /** The events of every block, and its stream. Checks that blocks of a stream follow each other. */
  *readBlocks() {
    const { process, stream, block } = this.items;
    const blocks = [...block.values()].sort((a, b) => Number(a.object_offset) - Number(b.object_offset));
    /** @type {Map<string, any>} */
    const last = new Map();
    for (const item of blocks) {
      const own = stream.get(item.stream_id);
      expect(
        own && process.has(item.process_id) && own.process_id === item.process_id,
        'a block of no stream',
      );
      expect(Number(item.end_ticks) >= Number(item.begin_ticks), 'a block that ends before it begins');
      const before = last.get(item.stream_id);
      expect(
        !before || Number(before.object_offset) + before.nb_objects <= item.object_offset,
        'blocks that overlap',
      );
      last.set(item.stream_id, item);
      const { objects } = readBlock({
        dependenciesMetadata: own.dependencies_metadata,
        objectsMetadata: own.objects_metadata,
        dependencies: decompress(item.payload.dependencies),
        objects: decompress(item.payload.objects),
      });
      expect(objects.length === item.nb_objects && objects.length > 0, 'a wrong number of events');
      yield { stream: own, objects };
    }
  }

  /**
   * Events of every block, by the stream's tag.
   *
   * @returns {Record<'log' | 'metrics' | 'cpu' | 'image', any[]>}
   */
  readEvents() {
    /** @type {Record<'log' | 'metrics' | 'cpu' | 'image', any[]>} */
    const events = { log: [], metrics: [], cpu: [], image: [] };
    for (const { stream, objects } of this.readBlocks()) {
      // One by one, as there may be more than a call takes arguments.
      for (const object of objects) events[/** @type {keyof typeof events} */ (stream.tags[0])].push(object);
    }
    return events;
  }
}
