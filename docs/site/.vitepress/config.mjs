// `npm run docs` builds the site into build/docs, `npm run docs:dev` serves it. The pages are files of the repository
// in their own places: lib/pages.mjs says which.
import { slugify, titleOf, withSections } from '../lib/markdown.mjs';
import { foldersWithoutPages, pageFiles, pageOf, siteLink } from '../lib/pages.mjs';
import { sidebar } from '../lib/sidebar.mjs';

const pages = pageFiles();

/** @param {import('markdown-it').default} md */
function linkIntoTheSite(md) {
  md.core.ruler.before('normalize', 'micromegas-sections', (state) => {
    if (state.env.path) state.src = withSections(state.src, pathOf(state.env));
  });
  // "[native.md](native.md)" in the repository is the page's title on the site.
  md.core.ruler.after('inline', 'micromegas-titles', (state) => {
    for (const { children } of state.tokens) {
      children?.forEach((token, index) => {
        const text = children[index + 1];
        const href = token.type === 'link_open' ? token.attrGet('href') : undefined;
        const file = href?.split('#')[0];
        if (file?.endsWith('.md') && text?.content === file.split('/').pop()) {
          text.content = titleOf(pathOf(state.env), href);
        }
      });
    }
  });
  // Before VitePress looks at them, which resolves links against the page's place on the site.
  const inherited = md.renderer.rules.link_open;
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const href = token.attrGet('href') ?? '';
    if (!token.attrGet('class')?.includes('header-anchor') && !href.startsWith('#')) {
      token.attrSet('href', siteLink(pathOf(env), href));
    }
    return inherited(tokens, index, options, env, self);
  };
}

/** @param {{ path: string, relativePath: string }} env */
const pathOf = ({ relativePath }) => pages.find((path) => pageOf(path) === relativePath) ?? relativePath;

export default {
  title: 'micromegas-tracing',
  description: 'One C++20 tracing core: native telemetry and, compiled to WebAssembly, proper console output',
  lang: 'en',
  srcDir: '../..',
  outDir: '../../build/docs',
  cacheDir: '../../build/docs-cache',
  srcExclude: [...foldersWithoutPages(), 'README.md'],
  rewrites: (path) => pageOf(path) ?? path.replace('docs/site/', ''),
  // TypeDoc and Doxygen write these after VitePress; tests/docs checks the links of the whole site.
  ignoreDeadLinks: [/^\/api\//],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  cleanUrls: false,
  markdown: {
    anchor: { slugify },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    config: linkIntoTheSite,
  },
  // The repository's own vite.config.js builds the package.
  vite: { configFile: false, publicDir: false, build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start/cpp' },
      { text: 'Guide', link: '/guide/concepts' },
      { text: 'C++ API', link: '/api/cpp/index.html', target: '_self' },
      { text: 'JavaScript API', link: '/api/js/index.html', target: '_self' },
    ],
    sidebar,
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'Apache-2.0' },
  },
};
