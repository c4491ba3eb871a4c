# shellcheck shell=bash
# shellcheck disable=SC2154  # scripts/setup and common.sh set these
# Node.js and the npm packages that package-lock.json names.

check_node() {
  local version
  version=$(node --version 2>/dev/null || true)
  at_least "${version#v}" "$node_minimum" ||
    fail "Node.js $node_minimum or newer is needed; this machine has ${version:-none}." \
      'Install it from nodejs.org or your package manager, with npm, and run scripts/setup again.'
}

setup_npm() {
  local lock=$root/package-lock.json stamp=$root/node_modules/.micromegas-lock.sha256 hash clone
  [[ -f $lock ]] || return 0
  hash=$(sha256sum <"$lock")
  [[ ! -f $stamp || $(<"$stamp") != "$hash" ]] || return 0
  # Two runs in one clone would remove each other's files. npm removes node_modules, so the lock is on the clone itself.
  exec {clone}<"$root"
  flock "$clone"
  [[ ! -f $stamp || $(<"$stamp") != "$hash" ]] || return 0
  say 'installing the npm packages of package-lock.json'
  run_logged 'npm ci (where package-lock.json does not fit package.json, npm install mends it)' \
    npm --prefix "$root" ci --ignore-scripts --no-audit --no-fund
  # npm ci removes the whole folder first, so an interrupted run leaves no stamp.
  echo "$hash" >"$stamp"
  say "node_modules has $(megabytes "$root/node_modules") MB"
}
