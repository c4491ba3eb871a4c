// The order of the pages. tests/js/unit/docs.test.js fails if a page is missing.

/** @type {(text: string, link: string) => { text: string, link: string }} */
const page = (text, link) => ({ text, link });

export const sidebar = [
  {
    text: 'Five minutes',
    items: [
      page('The C++ developer', '/start/cpp'),
      page('The web developer', '/start/web'),
      page('The user of spdlog', '/start/spdlog'),
    ],
  },
  {
    text: 'Instrument',
    items: [
      page('Concepts', '/guide/concepts'),
      page('Instrumenting C++', '/guide/instrumenting'),
      page('Every macro', '/guide/macros'),
      page('The filter', '/guide/filter'),
      page('Async spans', '/guide/async-spans'),
      page('Bridges: C, spdlog, glog, …', '/guide/bridges'),
      page('Porting a program', '/porting'),
    ],
  },
  {
    text: 'Deliver',
    items: [
      page('Sinks', '/guide/sinks'),
      page('Recording natively', '/guide/native'),
      page('Configuration, environment', '/guide/configuration'),
      page('Recordings', '/guide/recording'),
      page('A server', '/guide/server'),
      page('How a program ends', '/guide/crash'),
      page('Shared libraries', '/guide/shared-libraries'),
      page('Conan and vcpkg', '/guide/package-managers'),
    ],
  },
  {
    text: 'JavaScript and WebAssembly',
    items: [
      page('Loggers, sinks, filters, tests', '/guide/javascript'),
      page('The npm package', '/guide/package'),
      page('WebAssembly modules', '/guide/webassembly'),
    ],
  },
  {
    text: 'What to expect',
    items: [
      page('Guarantees', '/guide/guarantees'),
      page('Platforms', '/guide/platforms'),
      page('Performance', '/benchmarks'),
      page('Security', '/security'),
      page('Questions', '/faq'),
    ],
  },
  {
    text: 'Appendix',
    collapsed: true,
    items: [
      page('Glossary', '/glossary'),
      page('Decisions', '/decisions/'),
      page('Contributing', '/contributing'),
      page('Changes', '/changelog'),
    ],
  },
];
