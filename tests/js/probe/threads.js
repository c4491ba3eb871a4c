/** Collects entries of threads on the main thread; for Node and pages. */

import { init, memorySink } from 'micromegas-tracing';

const THREADS = 8;
const ENTRIES = 1000;

/** @param {() => boolean} holds */
export async function until(holds) {
  const deadline = Date.now() + 20_000;
  while (!holds() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** @param {readonly import('micromegas-tracing').LogRecord[]} records */
function numbersByThread(records) {
  /** @type {Record<string, number[]>} */
  const numbers = {};
  for (const { message, properties } of records) {
    (numbers[String(properties['thread'])] ??= []).push(Number(message.replace('entry ', '')));
  }
  return numbers;
}

/**
 * @param {readonly import('micromegas-tracing').LogRecord[]} records
 * @returns {{ threads: number, whole: boolean }} whether each thread's entries are all there, in their order
 */
function summary(records) {
  const lists = Object.values(numbersByThread(records));
  const whole = lists.every(
    (numbers) => numbers.length === ENTRIES && numbers.every((number, index) => number === index),
  );
  return { threads: lists.length, whole };
}

/** @param {() => Promise<any>} createModule of tests/js/probe/wasm/threads.cpp */
export async function logFromThreads(createModule) {
  const module = await createModule();
  const memory = memorySink({ capacity: 100_000 });
  const tracing = await init({ module, sinks: [memory] });

  module.start(THREADS, ENTRIES);
  await until(() => memory.records.length >= THREADS * ENTRIES);
  const free = summary(memory.records);
  module.join();
  memory.clear();

  module.start(THREADS, ENTRIES);
  module.join(); // blocks
  await until(() => memory.records.length >= THREADS * ENTRIES);
  const blocked = summary(memory.records);
  memory.clear();

  const size = 1 << 20;
  module.flood(40, size);
  await until(() => memory.records.some(({ level }) => level === 'warn'));
  const flood = {
    arrived: memory.records.filter(({ message }) => message.length === size).length,
    last: memory.records.map(({ level, message }) => `${level}: ${message.slice(0, 100)}`).slice(-1),
  };
  tracing.shutdown();
  return { free, blocked, flood };
}
