// What the site and its tests know of Markdown: headings, their anchors, links and code blocks.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

/** @param {string} path from the root of the repository */
export const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * The anchor of a heading, by the rule of GitHub, so that a link works in the repository and on the site.
 *
 * @param {string} heading
 */
export const slugify = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (/** @type {string} */ text) =>
  text.replace(/^( *)(```+)[^]*?^\1\2$/gm, '').replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');

const withoutFences = (/** @type {string} */ text) => text.replace(/^( *)(```+)[^]*?^\1\2$/gm, '');

/**
 * @param {string} text
 * @returns {Set<string>} the anchors of its headings
 */
export function anchorsOf(text) {
  const anchors = new Set();
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const anchor = slugify(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', ''));
    let unique = anchor;
    for (let number = 1; anchors.has(unique); ++number) unique = `${anchor}-${number}`;
    anchors.add(unique);
  }
  return anchors;
}

/**
 * @param {string} text
 * @returns {string[]} the addresses of its links and images
 */
export const linksOf = (text) =>
  [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, href = '']) => href);

/** @param {string} href */
export const isExternal = (href) => /^[a-z][a-z\d+.-]*:/i.test(href);

/**
 * @param {string} page the path of the file in which the link stands, from the root of the repository
 * @param {string} href
 * @returns {{ path: string, anchor: string }} the file that it leads to, from the root, and the anchor or ''
 */
export function resolveLink(page, href) {
  const [file = '', anchor = ''] = decodeURI(href).split('#');
  const path = file === '' ? page : posix.join(posix.dirname(page), file);
  return { path: path.replace(/\/$/, ''), anchor };
}

/**
 * @param {string} page the path of the file in which the link stands
 * @param {string} href of a Markdown file
 * @returns {string} the file's title
 */
export function titleOf(page, href) {
  const { path } = resolveLink(page, href);
  return /^# (.+)$/m.exec(read(path))?.[1] ?? path;
}

/**
 * The part of a file under one heading, with the links of the file in which it is shown.
 *
 * @param {string} path
 * @param {string} anchor of the heading, which itself is left out
 * @param {string} shownIn the path of the page
 */
export function sectionOf(path, anchor, shownIn) {
  const lines = read(path).split('\n');
  let fenced = false;
  const headings = lines.map((line) => {
    if (line.startsWith('```')) fenced = !fenced;
    return fenced ? null : /^(#{1,6}) (.+)$/.exec(line);
  });
  const begin = headings.findIndex((heading) => heading && slugify(heading[2] ?? '') === anchor);
  if (begin < 0) throw new Error(`${shownIn}: ${path} has no heading #${anchor}`);
  const depth = headings[begin]?.[1]?.length ?? 0;
  const length = headings
    .slice(begin + 1)
    .findIndex((heading) => heading && (heading[1]?.length ?? 0) <= depth);
  const section = lines.slice(begin + 1, length < 0 ? undefined : begin + 1 + length).join('\n');
  return section.replace(/\]\(([^()\s]+)\)/g, (link, href) => {
    if (isExternal(href)) return link;
    const target = resolveLink(path, href);
    const file = posix.relative(posix.dirname(shownIn), target.path);
    return `](${file}${target.anchor && `#${target.anchor}`})`;
  });
}

const section = /^<!-- section: (\S+)#(\S+) -->$/gm;

/**
 * The text of a page with the sections that it shows of other files: `<!-- section: README.md#platforms -->`.
 *
 * @param {string} text
 * @param {string} page its path
 */
export const withSections = (text, page) =>
  text.replace(section, (_all, path, anchor) => sectionOf(path, anchor, page));
