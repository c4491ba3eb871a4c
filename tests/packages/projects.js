/** The projects: how each is built and run. A project throws an error if it fails. */

import { deepStrictEqual } from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';

import { serveFolder } from '../../scripts/demo-lib/serve-folder.js';
import {
  ALL,
  ALL_AND_WORKER,
  expectCppOnStreams,
  expectOnPage,
  expectOnStreams,
  withoutLines,
} from './expect-six-levels.js';
import { expectConsoleSinkAlone } from './expect-console-sink-alone.js';
import { expectLivingMounts } from './expect-living-mounts.js';

/** The strictest policy for a site with WebAssembly. */
const POLICY = "default-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'";

const execute = promisify(execFile);

/** An environment without the caller's settings: no colours, no CI, no NODE_OPTIONS. */
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NO_UPDATE_NOTIFIER: '1',
  NEXT_TELEMETRY_DISABLED: '1',
};

const node = (folder, ...args) => execute(process.execPath, args, { cwd: folder, env });
const npm = (folder, script) => execute('npm', ['run', '--silent', script], { cwd: folder, env });

/** Builds, and treats any output as a warning. */
async function buildSilently(folder, script = 'build') {
  const { stdout, stderr } = await npm(folder, script);
  const said = stdout.replaceAll(/^(webpack|Rspack) compiled successfully\n+/gm, '');
  deepStrictEqual({ said, stderr }, { said: '', stderr: '' });
}

async function expectOnServedPage(browser, folder, path, targets, policy = POLICY) {
  const server = await serveFolder(folder, { 'content-security-policy': policy });
  try {
    await expectOnPage(browser, `${server.origin}/${path}`, targets);
  } finally {
    await server.close();
  }
}

/**
 * Runs the project's server while `use` works with it.
 *
 * @returns {Promise<{ stdout: string, stderr: string }>} the server's output
 */
async function withServer(folder, script, use) {
  const child = spawn('npm', ['run', '--silent', script], { cwd: folder, env, detached: true });
  const output = { stdout: '', stderr: '' };
  const origin = new Promise((resolve, reject) => {
    for (const stream of ['stdout', 'stderr']) {
      child[stream].on('data', (data) => {
        output[stream] += data;
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout);
        if (address) resolve(address[0]);
      });
    }
    child.on('exit', () => reject(new Error(`the server has ended:\n${output.stdout}\n${output.stderr}`)));
  });
  try {
    await use(await origin);
  } finally {
    if (child.exitCode === null) {
      process.kill(-child.pid);
      await once(child, 'exit');
    }
  }
  return output;
}

/** As ES modules, as CommonJS and in a worker: the package alone, and with a module of C++. */
async function expectInNode(folder, program) {
  // Bun prints an object in its own way.
  const asNode = (text) => text.replaceAll(/\{\s*button: "ok",?\s*\}/g, "{ button: 'ok' }");
  for (const script of ['module.mjs', 'script.cjs', 'worker.mjs']) {
    const { stdout, stderr } = await execute(program, [script], { cwd: folder, env });
    expectOnStreams({ stdout: asNode(stdout), stderr });
  }
  for (const script of ['cpp.mjs', 'cpp.cjs', 'cpp-worker.mjs']) {
    expectOnStreams(await execute(program, [script], { cwd: folder, env }), ['probe', 'probe']);
  }
}

/** The targets of classic.js. */
const CLASSIC = ['app.embedded', 'probe'];

const pageOf = (script) => `<!doctype html><link rel="icon" href="data:," /><body></body>${script}`;

/** Expects the bundles of main.js, classic.js and node.js to log. */
async function expectInAllForms(browser, folder, targets = ALL_AND_WORKER) {
  await writeFile(join(folder, 'built.html'), pageOf('<script type="module" src="dist/main.js"></script>'));
  await writeFile(join(folder, 'classic.html'), pageOf('<script src="dist/classic.js"></script>'));
  await expectOnServedPage(browser, folder, 'built.html', targets);
  await expectOnServedPage(browser, folder, 'classic.html', CLASSIC);
  expectCppOnStreams(await node(folder, 'dist/node.cjs'));
}

/** See docs/guide/package.md on bundlers that emit no assets. */
const placeWebAssembly = (folder) =>
  copyFile(join(folder, 'probe_external.wasm'), join(folder, 'dist/probe_external.wasm'));

/** Parcel puts an import map into its page. */
async function policyWithImportMap(folder) {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const [, map] = /<script type=importmap>(.*?)<\/script>/.exec(page);
  return `${POLICY} 'sha256-${createHash('sha256').update(map).digest('base64')}'`;
}

export const projects = {
  next: {
    title: 'Next.js: server component, routes of Node and edge, client',
    async run({ folder, browser }) {
      await npm(folder, 'core');
      await withServer(folder, 'dev', (origin) => expectOnPage(browser, origin, ALL));
      await npm(folder, 'build');
      const { stdout, stderr } = await withServer(folder, 'start', async (origin) => {
        await expectOnPage(browser, origin, ALL);
        for (const path of ['route', 'edge', 'edge-compiled']) await fetch(`${origin}/${path}`);
      });
      const logged = (text) =>
        withoutLines(text)
          .split('\n')
          .filter((line) => /\[(app\.\w+|probe)\]/.test(line))
          .concat('')
          .join('\n');
      const targets = [
        ...['app.page', 'probe'],
        ...['app.route', 'probe', 'probe'],
        ...['app.edge', 'probe'],
        ...['app.compiled', 'probe'],
      ];
      expectOnStreams({ stdout: logged(stdout), stderr: logged(stderr) }, targets);
    },
  },

  bare: {
    title: 'Node: ESM, CommonJS, worker; <script type="module">',
    async run({ folder, browser }) {
      await expectInNode(folder, process.execPath);
      await expectOnServedPage(browser, folder, 'index.html', ALL);
    },
  },

  opentelemetry: {
    title: "OpenTelemetry's own SDK and OTLP exporter",
    async run({ folder }) {
      deepStrictEqual(await node(folder, 'export.mjs'), { stdout: '', stderr: '' });
    },
  },

  vite: {
    title: 'Vite 5, 7 and 8: development server and build',
    async run({ folder, browser }) {
      for (const version of ['5', '7', '8']) {
        await withServer(folder, `dev:${version}`, (origin) => expectOnPage(browser, origin, ALL_AND_WORKER));
        await buildSilently(folder, `build:${version}`);
        await expectOnServedPage(browser, join(folder, 'dist', version), 'index.html', ALL_AND_WORKER);
      }
    },
  },

  react: {
    title: 'React: StrictMode, replaced files; a module of C++',
    async run({ folder, browser }) {
      await withServer(folder, 'dev', async (origin) => {
        for (const way of ['by-signal', 'by-shutdown']) {
          await expectLivingMounts(browser, `${origin}/?${way}`, folder);
        }
      });
    },
  },

  bun: {
    title: 'Bun: ESM, CommonJS, worker',
    async run({ folder }) {
      await cp(join(import.meta.dirname, 'bare'), folder, {
        recursive: true,
        filter: (path) => !basename(path).startsWith('package'),
      });
      const [name] = await readdir(join(folder, 'node_modules/@oven'));
      await expectInNode(folder, join(folder, 'node_modules/@oven', name, 'bin/bun'));
    },
  },

  deno: {
    title: 'Deno: without a permission',
    async run({ folder }) {
      const { stdout, stderr } = await npm(folder, 'start');
      expectOnStreams({ stdout: stdout.replaceAll('"', "'"), stderr }, ['app.embedded']);
      expectCppOnStreams(await npm(folder, 'start:cpp'));
    },
  },

  workerd: {
    title: "Cloudflare's workerd, bundled by esbuild",
    async run({ folder }) {
      await buildSilently(folder);
      const { stdout, stderr } = await withServer(folder, 'start', async (origin) => {
        const found = await (await fetch(origin)).json();
        const levels = ['debug', 'error', 'fatal', 'info', 'trace', 'warn'];
        deepStrictEqual(
          found,
          ['app.one', 'app.other', 'probe'].flatMap((target) => levels.map((level) => `${target} ${level}`)),
        );
      });
      expectOnStreams({ stdout: stdout.replace(/^http.*\n/, ''), stderr }, ['app.embedded']);
    },
  },

  webpack: {
    title: 'webpack 5: development server; modules, classic script, Node, service worker',
    async run({ folder, browser }) {
      await withServer(folder, 'dev', (origin) => expectOnPage(browser, origin, ALL_AND_WORKER));
      for (const script of ['build', 'build:service', 'build:service-worker']) {
        await buildSilently(folder, script);
      }
      await expectInAllForms(browser, folder);
      await expectOnServedPage(browser, folder, 'service.html', ['app.service', 'probe']);
    },
  },

  rspack: {
    title: 'Rspack: modules, classic script, Node',
    async run({ folder, browser }) {
      await buildSilently(folder);
      await expectInAllForms(browser, folder);
    },
  },

  parcel: {
    title: 'Parcel: development server and build',
    async run({ folder, browser }) {
      await withServer(folder, 'dev', (origin) => expectOnPage(browser, origin, ALL_AND_WORKER));
      await buildSilently(folder);
      const dist = join(folder, 'dist');
      await expectOnServedPage(browser, dist, 'index.html', ALL_AND_WORKER, await policyWithImportMap(dist));
    },
  },

  esbuild: {
    title: 'esbuild: modules, classic script, Node; console sink alone',
    async run({ folder, browser }) {
      await buildSilently(folder);
      await placeWebAssembly(folder);
      await expectInAllForms(browser, folder, ALL);
      await expectOnPage(browser, pathToFileURL(join(folder, 'classic.html')).href, CLASSIC);
      await expectConsoleSinkAlone(folder);
    },
  },

  rollup: {
    title: 'Rollup: modules, classic script, Node; console sink alone',
    async run({ folder, browser }) {
      await buildSilently(folder);
      await placeWebAssembly(folder);
      await expectInAllForms(browser, folder, ALL);
      await expectConsoleSinkAlone(folder);
    },
  },

  jest: {
    title: 'Jest: ESM, also with a module of C++; CommonJS, jsdom',
    async run({ folder }) {
      await node(folder, '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'esm.test.mjs');
      await node(folder, 'node_modules/jest/bin/jest.js', '.test.cjs');
    },
  },

  vitest: {
    title: 'Vitest, also with a module of C++',
    async run({ folder }) {
      await node(folder, 'node_modules/vitest/vitest.mjs', 'run');
    },
  },

  published: {
    title: 'publint and attw: exports and types, for every resolution',
    async run({ folder }) {
      await node(folder, 'node_modules/publint/src/cli.js', 'micromegas-tracing.tgz', '--strict');
      const attw = ['node_modules/@arethetypeswrong/cli/dist/index.js', 'micromegas-tracing.tgz'];
      await node(folder, ...attw, '--exclude-entrypoints', 'core.wasm');
      // WebAssembly is imported, never required.
      await node(folder, ...attw, '--entrypoints', 'core.wasm', '--ignore-rules', 'cjs-resolves-to-esm');
    },
  },
};
