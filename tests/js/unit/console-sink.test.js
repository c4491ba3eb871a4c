import { afterEach, describe, expect, jest, test } from '@jest/globals';

import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { formatWithOptions } from 'node:util';

import { consoleSink, levels } from '../../../js/index.js';
import { formatForConsole } from '../../../js/sinks/console/console-format.js';
import { fakeConsole } from './fake-console.js';
import { record } from './record.js';

afterEach(() => {
  jest.restoreAllMocks();
});

test('each level goes to its method', () => {
  const out = fakeConsole();
  const sink = consoleSink({ console: out });
  for (const level of levels) sink(record({ level, message: level }));
  expect(out.calls).toEqual([
    { method: 'error', args: ['FATAL [engine::sql] fatal'] },
    { method: 'error', args: ['ERROR [engine::sql] error'] },
    { method: 'warn', args: ['WARN  [engine::sql] warn'] },
    { method: 'info', args: ['INFO  [engine::sql] info'] },
    { method: 'debug', args: ['DEBUG [engine::sql] debug'] },
    { method: 'debug', args: ['TRACE [engine::sql] trace'] },
  ]);
});

test('the global console is used through its methods of the moment', () => {
  const sink = consoleSink();
  const info = jest.spyOn(console, 'info').mockImplementation(() => {});
  sink(record());
  expect(info).toHaveBeenCalledTimes(1);
});

test('a console whose methods need `this`', () => {
  class Recorder {
    /** @type {unknown[]} */
    seen = [];
    error() {}
    warn() {}
    /** @param {unknown} text */
    info(text) {
      this.seen.push(text);
    }
    debug() {}
  }
  const out = new Recorder();
  consoleSink({ console: out })(record());
  expect(out.seen).toEqual(['INFO  [engine::sql] hello']);
});

test('file and line, where they are known', () => {
  const out = fakeConsole();
  const sink = consoleSink({ console: out });
  sink(record({ file: 'engine/sql.cpp', line: 42 }));
  expect(out.calls[0]?.args).toEqual(['INFO  [engine::sql] hello (engine/sql.cpp:42)']);
});

test('properties come as an object', () => {
  const out = fakeConsole();
  const properties = { rows: '406' };
  consoleSink({ console: out })(record({ properties }));
  expect(out.calls[0]?.args).toEqual(['INFO  [engine::sql] hello', properties]);
  expect(out.calls[0]?.args[1]).toBe(properties);
});

describe('a message with percent signs prints as it is', () => {
  const message = '100% of %s, %d%% and %c done 50%';
  const places = /** @type {const} */ (['terminal', 'browser']);

  test.each(/** @type {const} */ (['none', 'ansi', 'css']))('colours: %s', (colouring) => {
    for (const place of places) {
      for (const properties of [{}, { a: 1 }]) {
        const entry = record({ message, target: 'a%sb', file: 'x%20y.cpp', properties });
        const args = formatForConsole(entry, { place, colouring });
        const shown = formatWithOptions({ colors: false }, ...args).replaceAll(ESCAPES, '');
        const label = place === 'terminal' ? 'INFO  ' : '';
        const tail = 'a' in properties ? ' { a: 1 }' : '';
        expect(shown).toBe(`${label}[a%sb] ${message} (x%20y.cpp:0)${tail}`);
      }
    }
  });

  test('and is one plain argument where nothing could misread it', () => {
    const entry = record({ message: '50% %s' });
    expect(formatForConsole(entry, { place: 'browser', colouring: 'none' })).toEqual([
      '[engine::sql] 50% %s',
    ]);
  });

  test('also in DevTools, which read "%%" in a lone argument too', () => {
    const entry = record({ message: '50%%' });
    const inBrowser = formatForConsole(entry, { place: 'browser', colouring: 'none' });
    expect(inBrowser).toEqual(['%c[engine::sql] 50%%%%', '']);
    const onTerminal = formatForConsole(entry, { place: 'terminal', colouring: 'none' });
    expect(onTerminal).toEqual(['INFO  [engine::sql] 50%%']);
  });
});

describe('control characters on a terminal', () => {
  const bad = 'a\u001b[2Jb\u009b2J\u0007\nINFO  [auth] login ok\u007f\u202e\u2066';
  const escaped = 'a\\x1b[2Jb\\x9b2J\\x07\\x0aINFO  [auth] login ok\\x7f\\u202e\\u2066';

  test('in message, target and file are escaped as the native sink does', () => {
    for (const colouring of /** @type {const} */ (['none', 'ansi'])) {
      const entry = record({ message: bad, target: bad, file: bad });
      const shown = String(formatForConsole(entry, { place: 'terminal', colouring })[0]);
      expect(shown.replaceAll(ESCAPES, '')).toBe(`INFO  [${escaped}] ${escaped} (${escaped}:0)`);
    }
  });

  test('in a browser mean nothing, and stay', () => {
    const entry = record({ message: bad });
    expect(formatForConsole(entry, { place: 'browser', colouring: 'none' })).toEqual([
      `[engine::sql] ${bad}`,
    ]);
  });

  /** @param {Record<string, unknown>} properties @param {boolean} colors */
  function printed(properties, colors) {
    const out = new PassThrough();
    const sink = consoleSink({ console: new Console({ stdout: out, colorMode: colors }) });
    sink(record({ properties }));
    return String(out.read());
  }

  test.each([true, false])('in an error, at any depth; colours: %j', (colors) => {
    const error = new Error(bad, { cause: new Error(bad) });
    const shown = printed({ nested: { error }, text: bad }, colors).replaceAll(ESCAPES, '');
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(shown).toContain('a\\x1b[2Jb\\x9b2J');
    expect(shown).toContain('console-sink.test.js');
  });

  test('values keep their look and their colours', () => {
    const properties = { rows: 3, at: new Date(0), list: [1, { a: 'b' }] };
    for (const colors of [true, false]) {
      expect(printed(properties, colors)).toBe(
        `${formatWithOptions({ colors, compact: 3 }, 'INFO  [engine::sql] hello', properties)}\n`,
      );
    }
  });

  test('a value that cannot be printed costs no entry', () => {
    const value = {
      [Symbol.for('nodejs.util.inspect.custom')]() {
        throw new Error('never');
      },
    };
    expect(printed({ value }, false)).toBe('INFO  [engine::sql] hello [Error: never]\n');
  });
});

test('a format that throws costs no entry', () => {
  const out = fakeConsole();
  const error = new Error('bad format');
  const sink = consoleSink({
    console: out,
    format() {
      throw error;
    },
  });
  expect(() => sink(record())).toThrow(error);
  expect(out.calls).toEqual([{ method: 'info', args: ['INFO  [engine::sql] hello'] }]);
});

// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[\d;]*m/g;

describe('colours', () => {
  test('ANSI: label, target and place are coloured, the message is not', () => {
    const format = /** @type {const} */ ({ place: 'terminal', colouring: 'ansi' });
    const entry = record({ level: 'warn', message: 'plain', file: 'a.cpp', line: 1 });
    expect(formatForConsole(entry, format)).toEqual([
      '\u001b[1;33mWARN \u001b[0m \u001b[36m[engine::sql]\u001b[0m plain \u001b[90m(a.cpp:1)\u001b[0m',
    ]);
  });

  test('CSS: as many styles as %c', () => {
    const format = /** @type {const} */ ({ place: 'browser', colouring: 'css' });
    for (const level of levels) {
      const entry = record({ level, message: '%c 100%', file: 'a.cpp', line: 1, properties: { a: 1 } });
      const [text, ...styles] = formatForConsole(entry, format);
      const directives = String(text).replaceAll('%%', '').match(/%c/g);
      expect(directives).toHaveLength(styles.length - 1);
      expect(styles.at(-1)).toEqual({ a: 1 });
    }
  });

  test('in a browser only levels that share a method are named', () => {
    const named = levels.filter((level) => {
      const [text] = formatForConsole(record({ level }), { place: 'browser', colouring: 'none' });
      return text !== '[engine::sql] hello';
    });
    expect(named).toEqual(['fatal', 'trace']);
  });
});

describe('which colours', () => {
  /** @type {PropertyDescriptor | undefined} */
  let real;

  /** @param {object | undefined} value */
  function pretend(value) {
    real ??= Object.getOwnPropertyDescriptor(globalThis, 'process');
    Object.defineProperty(globalThis, 'process', { value, configurable: true, writable: true });
  }

  afterEach(() => {
    if (real) Object.defineProperty(globalThis, 'process', real);
    real = undefined;
  });

  /**
   * @param {object | undefined} process
   * @param {import('../../../js/index.js').ConsoleSinkOptions} [options]
   * @param {import('../../../js/index.js').Level} [level]
   */
  function shownIn(process, options, level = 'info') {
    const out = fakeConsole();
    for (const method of /** @type {const} */ (['error', 'warn', 'info', 'debug'])) {
      jest.spyOn(console, method).mockImplementation(out[method]);
    }
    pretend(process);
    consoleSink(options)(record({ level }));
    const text = String(out.calls[0]?.args[0]);
    if (text.includes('\u001b[')) return 'ansi';
    return text.includes('%c') ? 'css' : 'none';
  }

  const versions = { node: '20.0.0' };
  const tty = { isTTY: true };
  const terminal = { versions, env: {}, stdout: tty, stderr: tty };

  test.each(
    /** @type {[string, object | undefined, string][]} */ ([
      ['a browser', undefined, 'css'],
      ['a page with a bundler’s process', { env: { NO_COLOR: '1' }, versions: {} }, 'css'],
      ['a page of Electron', { ...terminal, type: 'renderer' }, 'css'],
      ['a terminal', terminal, 'ansi'],
      ['a terminal with NO_COLOR', { ...terminal, env: { NO_COLOR: '1' } }, 'none'],
      ['a terminal with an empty NO_COLOR', { ...terminal, env: { NO_COLOR: '' } }, 'ansi'],
      ['a dumb terminal', { ...terminal, env: { TERM: 'dumb' } }, 'none'],
      ['a pipe', { versions, env: {}, stdout: {}, stderr: tty }, 'none'],
      ['a worker of Node', { versions, env: {} }, 'none'],
    ]),
  )('auto in %s', (_, process, expected) => {
    expect(shownIn(process)).toBe(expected);
  });

  test('each stream is looked at for itself', () => {
    const process = { versions, env: {}, stdout: {}, stderr: tty };
    expect(shownIn(process, {}, 'error')).toBe('ansi');
    expect(shownIn(process, {}, 'warn')).toBe('ansi');
    expect(shownIn(process, {}, 'debug')).toBe('none');
  });

  test('asked for or forbidden', () => {
    expect(shownIn({ versions, env: { NO_COLOR: '1' } }, { colors: true })).toBe('ansi');
    expect(shownIn(undefined, { colors: true })).toBe('css');
    expect(shownIn(terminal, { colors: false })).toBe('none');
    expect(shownIn(undefined, { colors: false })).toBe('none');
  });

  test('a console that is given gets none unless asked', () => {
    expect(shownIn(terminal, { console })).toBe('none');
    expect(shownIn(undefined, { console })).toBe('none');
    expect(shownIn(terminal, { console, colors: true })).toBe('ansi');
  });
});

const functions = 'allowed is an object with the methods of console';
test.each(
  /** @type {[object, string][]} */ ([
    [{ console: null }, `consoleSink: option "console" is null; ${functions}`],
    [{ console: { log() {} } }, `consoleSink: option "console" is an object; ${functions}`],
    [{ colors: 'always' }, 'consoleSink: option "colors" is "always"; allowed are "auto", true, false'],
    [
      { colours: true },
      'consoleSink: option "colours" is not known; allowed are console, colors, timestamps, target, properties, format',
    ],
  ]),
)('refuses %j', (options, message) => {
  expect(() => consoleSink(/** @type {any} */ (options))).toThrow(new TypeError(message));
});

describe('the options of the text', () => {
  test('the time of day here, if asked', () => {
    const out = fakeConsole();
    const time = new Date(2026, 0, 31, 9, 5, 7, 42).getTime() + 0.5;
    consoleSink({ console: out, timestamps: true })(record({ time }));
    expect(out.calls[0]?.args).toEqual(['09:05:07.042 INFO  [engine::sql] hello']);
  });

  test('no target, if asked', () => {
    const out = fakeConsole();
    consoleSink({ console: out, target: false })(record());
    expect(out.calls[0]?.args).toEqual(['INFO  hello']);
  });

  test('no properties, if asked', () => {
    const out = fakeConsole();
    consoleSink({ console: out, properties: 'none' })(record({ properties: { rows: 1 } }));
    expect(out.calls).toEqual([{ method: 'info', args: ['INFO  [engine::sql] hello'] }]);
  });

  test('arguments from a function of the record, for the method of its level', () => {
    const out = fakeConsole();
    const sink = consoleSink({ console: out, format: ({ level, message }) => [`${level}:`, message, 1] });
    sink(record({ level: 'fatal', properties: { rows: 1 } }));
    expect(out.calls).toEqual([{ method: 'error', args: ['fatal:', 'hello', 1] }]);
  });
});

describe('collapsed properties', () => {
  /** @type {PropertyDescriptor} */
  const process = /** @type {any} */ (Object.getOwnPropertyDescriptor(globalThis, 'process'));
  afterEach(() => {
    Object.defineProperty(globalThis, 'process', process);
  });

  /** @param {object} [more] */
  function shown(more) {
    /** @type {unknown[][]} */
    const calls = [];
    const names = ['error', 'warn', 'info', 'debug', 'groupCollapsed', 'groupEnd'];
    const entries = names.map((name) => [
      name,
      (/** @type {unknown[]} */ ...args) => calls.push([name, ...args]),
    ]);
    const out = { ...Object.fromEntries(entries), ...more };
    const sink = consoleSink({ console: out, properties: 'collapsed', colors: false });
    sink(record({ level: 'warn', properties: { rows: 1 } }));
    sink(record());
    return calls;
  }

  test('stand in a closed group of a browser’s console', () => {
    Object.defineProperty(globalThis, 'process', { value: undefined, configurable: true });
    expect(shown()).toEqual([
      ['groupCollapsed', '[engine::sql] hello'],
      ['warn', { rows: 1 }],
      ['groupEnd'],
      ['info', '[engine::sql] hello'],
    ]);
  });

  test('stand behind the text where there are no groups, and on a terminal', () => {
    expect(shown()).toEqual([
      ['warn', 'WARN  [engine::sql] hello', { rows: 1 }],
      ['info', 'INFO  [engine::sql] hello'],
    ]);
    Object.defineProperty(globalThis, 'process', { value: undefined, configurable: true });
    expect(shown({ groupCollapsed: undefined })[0]).toEqual(['warn', '[engine::sql] hello', { rows: 1 }]);
  });
});
