/** Paths, relative to the project's folder. */

import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
export const engineProgram = 'build/native/examples/query-engine/query_engine';
export const inspector = 'build/native/tools/micromegas/micromegas';
export const recording = 'build/demo/query-engine.mmrec';
export const trace = 'build/demo/query-engine.pftrace';
export const engineModule = 'build/browser/examples/query-engine/query_engine.mjs';
export const nodeScript = 'examples/query-engine/node/query.js';
export const demoQueries = 'examples/query-engine/demo-queries.json';
export const pageFolder = 'build/web/query-engine';
export const pageConfig = 'examples/query-engine/web/vite.config.js';
export const dataFolder = 'node_modules/vega-datasets/data';

/** @param {string} path */
export const inProject = (path) => join(root, path);
