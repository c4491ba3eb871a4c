/** Entries of JavaScript loggers into a sink that does nothing, here and in other libraries, in Node. */

import { configureSync, getLogger } from '@logtape/logtape';
import { createConsola } from 'consola';
import loglevel from 'loglevel';
import { init } from 'micromegas-tracing';
import pino from 'pino';

const COUNT = 20_000;
const libraries = ['loglevel', 'pino', 'consola', 'LogTape'];

/** @returns {Promise<import('./measure.js').Case[]>} */
export async function loggerCases() {
  const ours = (await init({ level: 'info', sinks: [() => {}], filterOverride: false })).logger('app');
  loglevel.methodFactory = () => () => {};
  loglevel.setLevel('info');
  const pinoLogger = pino({ level: 'info' }, { write() {} });
  const consola = createConsola({ level: 3, reporters: [{ log() {} }] });
  configureSync({
    sinks: { nothing() {} },
    loggers: [
      { category: 'app', lowestLevel: 'info', sinks: ['nothing'] },
      { category: ['logtape', 'meta'], lowestLevel: 'fatal', sinks: ['nothing'] },
    ],
  });
  const logtape = getLogger('app');

  // One loop for each, so that each call site sees one library, as in a program.
  /** @type {[string, (count: number) => void][]} */
  const loops = [
    [
      'an empty loop',
      (count) => {
        for (let i = 0; i < count; ++i);
      },
    ],
    [
      'Date.now',
      (count) => {
        for (let i = 0; i < count; ++i) Date.now();
      },
    ],
    [
      'ours',
      (count) => {
        for (let i = 0; i < count; ++i) ours.info('clicked');
      },
    ],
    [
      'ours, properties',
      (count) => {
        for (let i = 0; i < count; ++i) ours.info('clicked', { button: i });
      },
    ],
    [
      'ours, disabled',
      (count) => {
        for (let i = 0; i < count; ++i) ours.debug('clicked');
      },
    ],
    [
      'loglevel',
      (count) => {
        for (let i = 0; i < count; ++i) loglevel.info('clicked');
      },
    ],
    [
      'loglevel, disabled',
      (count) => {
        for (let i = 0; i < count; ++i) loglevel.debug('clicked');
      },
    ],
    [
      'pino',
      (count) => {
        for (let i = 0; i < count; ++i) pinoLogger.info('clicked');
      },
    ],
    [
      'pino, disabled',
      (count) => {
        for (let i = 0; i < count; ++i) pinoLogger.debug('clicked');
      },
    ],
    [
      'consola',
      (count) => {
        for (let i = 0; i < count; ++i) consola.info('clicked');
      },
    ],
    [
      'consola, disabled',
      (count) => {
        for (let i = 0; i < count; ++i) consola.debug('clicked');
      },
    ],
    [
      'LogTape',
      (count) => {
        for (let i = 0; i < count; ++i) logtape.info('clicked');
      },
    ],
    [
      'LogTape, disabled',
      (count) => {
        for (let i = 0; i < count; ++i) logtape.debug('clicked');
      },
    ],
  ];
  return loops.map(([name, run]) => ({ name, count: COUNT, run }));
}

/** @type {import('./report.js').Row[]} */
export const loggerRows = [
  { title: 'a JavaScript entry', subject: 'ours', floor: ['an empty loop'], atMostAbove: 60 },
  { title: 'the same, above its time stamp', subject: 'ours', floor: ['Date.now'], atMostAbove: 20 },
  { title: 'with properties', subject: 'ours, properties', floor: ['ours'] },
  ...libraries.map((name) => ({ title: `by ${name}`, subject: name, floor: ['ours'] })),
  { title: 'a disabled one', subject: 'ours, disabled', floor: ['an empty loop'], atMostAbove: 1.5 },
  ...libraries.map((name) => ({
    title: `by ${name}`,
    subject: `${name}, disabled`,
    floor: ['ours, disabled'],
  })),
];
