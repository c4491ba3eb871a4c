// Which files are pages of the site, and where.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

import { isExternal, linksOf, read, resolveLink, root, withSections } from './markdown.mjs';

/** Pages that do not stand in docs/. */
const ofTheRoot = new Map([
  ['SECURITY.md', 'security.md'],
  ['CONTRIBUTING.md', 'contributing.md'],
  ['CHANGELOG.md', 'changelog.md'],
]);

const withoutSources = new Set(['.git', '.cache', 'build', 'dist', 'node_modules']);

/**
 * @param {string} [folder]
 * @returns {string[]} the files of the repository; a release's archive is no clone, so git is not asked
 */
export const allFiles = (folder = '') =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return withoutSources.has(entry.name) ? [] : allFiles(path);
  });

/**
 * @param {string} path of a file in the repository
 * @returns {string | undefined} the path of its page on the site, `guide/native.md`; undefined if it is none
 */
export function pageOf(path) {
  if (path === 'README.md') return 'index.md';
  const other = ofTheRoot.get(path);
  if (other !== undefined) return other;
  if (!path.startsWith('docs/') || !path.endsWith('.md')) return undefined;
  return path.replace(/^docs\/(site\/)?/, '').replace(/README\.md$/, 'index.md');
}

/** The files that are pages; README.md is shown in parts, on others. */
export const pageFiles = () =>
  allFiles().filter((path) => path !== 'README.md' && pageOf(path) !== undefined && !path.includes('['));

/** Patterns of the folders in which no page is looked for. */
export const foldersWithoutPages = () =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'docs')
    .map(({ name }) => `${name}/**`);

const isText = (/** @type {string} */ path) =>
  !/\.(png|svg|wasm|sqlite|db)$/.test(path) && !/lock(\.json)?$/.test(path);

/** @returns {Map<string, string[]>} the files and folders that pages link to and that are no pages; of a folder its files */
export function linkedSources() {
  const files = allFiles();
  const sources = new Map();
  for (const page of pageFiles()) {
    for (const href of linksOf(withSections(read(page), page))) {
      if (isExternal(href)) continue;
      const { path } = resolveLink(page, href);
      if (pageOf(path) !== undefined || !existsSync(join(root, path)) || !isText(path)) continue;
      if (!statSync(join(root, path)).isDirectory()) {
        sources.set(path, []);
        continue;
      }
      const inside = files.filter((file) => file.startsWith(`${path}/`) && isText(file));
      sources.set(path, inside);
      for (const file of inside) sources.set(file, []);
    }
  }
  return sources;
}

/**
 * @param {string} page the path of the file in which the link stands
 * @param {string} href
 * @returns {string} the link's address on the site, from its top
 */
export function siteLink(page, href) {
  if (isExternal(href) || href.startsWith('/')) return href;
  const { path, anchor } = resolveLink(page, href);
  const target = pageOf(path);
  const suffix = anchor && `#${anchor}`;
  if (target !== undefined) return `/${target.replace(/(index)?\.md$/, '')}${suffix}`;
  if (existsSync(join(root, path))) return `/source/${path}.html${suffix}`;
  throw new Error(`${page}: the link ${href} leads to ${path}, which does not exist`);
}
