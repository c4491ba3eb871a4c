// node check.mjs <cpp/tracing> <nm> <object>…: each file and each object knows only the rooms that its own may know. By
// its includes; and, as a declaration hides where a function is, by the names of micromegas::tracing::detail that it
// uses and another object defines. Each violation is printed.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const [root = '', nm = '', ...objects] = process.argv.slice(2);

// From the bottom to the top.
const below = ['src', 'system', 'record', 'collect'];
const mayKnow = new Map([
  ['src', ['src']],
  ['router', ['src', 'router']],
  ['system', below.slice(0, 2)],
  ['record', below.slice(0, 3)],
  ['collect', below],
  ['read', [...below, 'read']],
  ['dispatch', [...below, 'router', 'dispatch']],
  ['crash', [...below, 'router', 'dispatch', 'crash']],
]);
const files = new Map([
  ['log_router', 'router'],
  ['terminate_hook', 'router'],
  ['dispatch', 'dispatch'],
  ['backtrace', 'dispatch'],
  ['router_recorder.cpp', 'dispatch'],
]);

/** @param {string} path below cpp/tracing */
function roomOf(path) {
  const name = basename(path).replace(/\.o(bj)?$/, '');
  return (
    files.get(name) ??
    files.get(name.replace(/\..*/, '')) ??
    /^native\/src\/(\w+)\//.exec(path)?.[1] ?? // a file beside the rooms has a declaration in src/
    'src'
  );
}

let violations = 0;
/**
 * @param {string} from
 * @param {string} to
 * @param {string} how
 */
function check(from, to, how) {
  const [room, other] = [roomOf(from), roomOf(to)];
  const known = mayKnow.get(room);
  if (known === undefined) {
    ++violations;
    console.error(`${from}: check.mjs does not know the room "${room}"; say there which rooms it may know`);
  } else if (!known.includes(other)) {
    ++violations;
    console.error(`${from}: "${room}" ${how} of "${other}" (${to}); it may know ${known.join(', ')}`);
  }
}

const folders = [join(root, 'src'), join(root, 'native/src')];
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[ch]pp$/.test(name))
    .map((name) => join(folder, name)),
);
for (const source of sources) {
  for (const [, name = ''] of readFileSync(source, 'utf8').matchAll(/^\s*#\s*include\s*"([^"]+)"/gm)) {
    const included = [dirname(source), ...folders].map((folder) => join(folder, name)).find(existsSync);
    if (included !== undefined) check(relative(root, source), relative(root, included), `includes "${name}"`);
  }
}

/** @type {Map<string, string>} */
const definedIn = new Map();
/** @type {[string, string][]} */
const uses = [];
for (const object of objects) {
  const path = object.replace(/^.*\.dir\//, '');
  for (const line of execFileSync(nm, [object], { encoding: 'utf8' }).split('\n')) {
    const [, kind = '', name = ''] = /([A-Z]) (_ZNK?10micromegas7tracing6detail\S+)$/.exec(line) ?? [];
    if (kind === 'U') uses.push([path, name]);
    else if (/[TDBR]/.test(kind)) definedIn.set(name, path);
  }
}
for (const [path, name] of uses) {
  const place = definedIn.get(name);
  // src/ declares functions of the platform, which are anywhere; its includes show that it knows no room.
  if (place !== undefined && !['src', 'router'].includes(roomOf(path))) check(path, place, `uses ${name}`);
}

console.log(
  `${sources.length} files, ${uses.length} uses in ${objects.length} objects, ${violations} violations`,
);
process.exitCode = sources.length > 0 && violations === 0 ? 0 : 1;
