// npm run test:conan: conan create with the machine's own packages, static and shared. `npm run test:conan -- Debug` builds
// that. Conan comes from PyPI into build/conan, and keeps its packages there.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const work = join(root, 'build', 'conan');
const [type = 'Release'] = process.argv.slice(2);

/** @param {string[]} command */
function run([program = '', ...args]) {
  const env = {
    ...process.env,
    CONAN_HOME: join(work, 'home'),
    PYTHONPATH: join(work, 'python'),
    CMAKE_CXX_COMPILER_LAUNCHER: 'ccache',
  };
  execFileSync(program, args, { cwd: root, env, stdio: 'inherit' });
}

/** @param {string[]} args */
const conan = (...args) => run(['python3', '-m', 'conans.conan', ...args]);

if (!existsSync(join(work, 'python/conans'))) {
  run(['pip3', 'install', '--quiet', '--target', join(work, 'python'), 'conan>=2.4,<3']);
}
conan('profile', 'detect', '--exist-ok');
for (const shared of ['False', 'True']) {
  const options = ['--settings', `build_type=${type}`, '--options', `&:shared=${shared}`];
  conan('create', '.', '--profile', 'tests/conan/system-packages.profile', ...options);
}
console.log('\nconan: 2 passed, 0 failed');
