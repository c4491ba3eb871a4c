import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import globals from 'globals';

export default [
  // cpp/ holds an Emscripten library, which is preprocessed.
  globalIgnores(['build/', 'cpp/', 'dist/', '**/dist/', 'node_modules/', '**/node_modules/']),
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'off',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    // The package runs everywhere: only the globals that browsers, workers and Node share.
    files: ['js/**/*.js'],
    languageOptions: { globals: globals['shared-node-browser'] },
  },
  {
    files: [
      'tests/**/*.{js,mjs}',
      '*.config.js',
      'scripts/**/*.{js,mjs}',
      'docs/**/*.{js,mjs}',
      'examples/**/*.{js,mjs}',
    ],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['tests/**/*.cjs'],
    languageOptions: { globals: globals.node, sourceType: 'commonjs' },
  },
  {
    // Projects of users: pages, tests and components.
    files: ['tests/packages/*/**'],
    languageOptions: {
      globals: { ...globals.browser, ...globals.jest },
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
  },
  {
    // Parts of these run on a page.
    files: [
      'tests/js/browser/**/*.js',
      'tests/docs/*.mjs',
      'tests/js/bench/**/*.{js,mjs}',
      'examples/**/*.js',
    ],
    languageOptions: { globals: globals.browser },
  },
];
