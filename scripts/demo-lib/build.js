/** Builds the outdated parts of the demo. */

import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { demoQueries, engineModule, inProject, inspector, pageFolder, root } from './places.js';
import { dim, progress, say } from './terminal.js';

const LOG = 'build/demo/build.log';
const LINES_OF_FAILURE = 30;

/** A failure that the user has already seen. */
export class BuildFailure extends Error {}

const nativeTargets = ['query_engine', 'micromegas_command'];

/** In this order, as the page needs the module and the package. */
const steps = {
  native: {
    title: 'the engine as a program, and the micromegas command (g++)',
    commands: () => cmake('native', nativeTargets),
    isCurrent: () => ninjaHasNothingToDo('native', nativeTargets, inspector),
  },
  wasm: {
    title: 'the engine as a WebAssembly module (em++)',
    commands: () => cmake('browser', ['query_engine', 'micromegas_core']),
    isCurrent: () => ninjaHasNothingToDo('browser', ['query_engine', 'micromegas_core'], engineModule),
  },
  package: {
    title: 'the npm package',
    commands: () => [['npm', 'run', '--silent', 'build:js']],
    isCurrent: () =>
      isNewer('dist/cjs/index.d.ts', [
        'js',
        'build/browser/cpp/module/micromegas_core.mjs',
        'build/browser/cpp/module/micromegas_core.wasm',
        'vite.config.js',
        'tsconfig.types.json',
      ]),
  },
  page: {
    title: 'the page',
    commands: () => [['npm', 'run', '--silent', 'build:web']],
    isCurrent: () =>
      isNewer(`${pageFolder}/index.html`, [
        'examples/query-engine/web',
        'examples/query-engine/js',
        demoQueries,
        engineModule,
        'dist/esm',
      ]),
  },
};

/** @param {(keyof typeof steps)[]} names */
export async function build(names) {
  mkdirSync(inProject('build/demo'), { recursive: true });
  const log = createWriteStream(inProject(LOG));
  let built = 0;
  for (const name of names) {
    const { title, commands, isCurrent } = steps[name];
    if (await isCurrent()) continue;
    built += 1;
    const line = progress(title);
    for (const command of commands()) {
      if (await run(command, log, line.tell)) continue;
      line.failed();
      await new Promise((resolve) => log.end(() => resolve(undefined)));
      tellFailure(command);
      throw new BuildFailure(title);
    }
    line.done();
  }
  log.end();
  if (built === 0) say(`  ${dim('everything is up to date')}`);
}

/**
 * @param {string} preset
 * @param {string[]} targets
 */
const cmake = (preset, targets) => [
  ['cmake', '--preset', preset],
  ['cmake', '--build', '--preset', preset, '--target', ...targets],
];

/**
 * @param {string} preset
 * @param {string[]} targets
 * @param {string} output
 */
async function ninjaHasNothingToDo(preset, targets, output) {
  if (!existsSync(inProject(output))) return false;
  const dryRun = ['ninja', '-C', `build/${preset}`, '-n', ...targets];
  let answer = '';
  const ran = await run(dryRun, { write: (text) => (answer += text) });
  return ran && answer.includes('no work to do');
}

/**
 * @param {string[]} command
 * @param {{ write: (text: string) => unknown }} log
 * @param {(progress: string) => void} [tell]
 * @returns {Promise<boolean>} whether it succeeded
 */
function run([program = '', ...args], log, tell) {
  log.write(`$ ${[program, ...args].join(' ')}\n`);
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        log.write(text);
        const ninja = [...text.matchAll(/^\[(\d+)\/(\d+)\]/gm)].at(-1);
        if (ninja) tell?.(`${ninja[1]} of ${ninja[2]}`);
      });
    }
    child.on('error', (error) => {
      log.write(`${error.message}\n`);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/** @param {string[]} command */
function tellFailure(command) {
  const lines = readFileSync(inProject(LOG), 'utf8').trimEnd().split('\n');
  say(`\n${lines.slice(-LINES_OF_FAILURE).join('\n')}\n`);
  say(`This failed: ${command.join(' ')}`);
  say(`All that it said is in ${LOG}`);
}

/**
 * @param {string} output
 * @param {string[]} inputs files and folders
 */
function isNewer(output, inputs) {
  const time = newest(output);
  return time > 0 && inputs.every((input) => newest(input) <= time);
}

/**
 * @param {string} path
 * @returns {number} when the file, or the newest file in the folder, was written; 0 if there is none
 */
function newest(path) {
  const status = statSync(inProject(path), { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(inProject(path)).map((name) => newest(join(path, name))));
}
