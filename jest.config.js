/** @type {(name: string) => import('jest').Config} */
const project = (name) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/js/${name}/**/*.test.js`],
  transform: {},
});

/** @type {import('jest').Config} */
export default {
  projects: [project('unit'), project('integration'), project('browser')],
};
