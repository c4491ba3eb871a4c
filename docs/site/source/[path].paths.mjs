// A page for each file and folder of the repository that the documents link to, so that the site needs no other place.
import { basename, extname } from 'node:path';

import { read } from '../lib/markdown.mjs';
import { linkedSources } from '../lib/pages.mjs';

/** @type {Record<string, string>} */
const languages = {
  '.hpp': 'cpp',
  '.cpp': 'cpp',
  '.mjs': 'js',
  '.js': 'js',
  '.json': 'json',
  '.jsx': 'jsx',
  '.ts': 'ts',
  '.rs': 'rust',
  '.toml': 'toml',
  '.cmake': 'cmake',
  '.html': 'html',
  '.css': 'css',
};

const languageOf = (/** @type {string} */ path) =>
  basename(path) === 'CMakeLists.txt' ? 'cmake' : (languages[extname(path)] ?? 'text');

/**
 * @param {string} path
 * @param {string[]} files
 */
function contentOf(path, files) {
  if (files.length > 0) {
    return `# ${path}\n\n${files.map((file) => `- [${file}](/source/${file}.html)`).join('\n')}\n`;
  }
  const code = read(path);
  const longest = Math.max(2, ...(code.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `# ${path}\n\n${fence}${languageOf(path)}\n${code.trimEnd()}\n${fence}\n`;
}

export default {
  paths: () =>
    [...linkedSources()].map(([path, files]) => ({ params: { path }, content: contentOf(path, files) })),
};
