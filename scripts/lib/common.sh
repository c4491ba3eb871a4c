# shellcheck shell=bash
# Common parts of scripts/setup: messages, a log, and version checks.

# The log has all output of apt, npm and the compiler, and is shown only when a command fails.
setup_log=$(mktemp "${TMPDIR:-/tmp}/micromegas-setup.XXXXXX.log")
keep_log=
trap '[[ $keep_log ]] || rm -f "$setup_log"' EXIT

say() {
  printf 'setup: %s\n' "$*"
}

# fail <message line>...
fail() {
  printf 'setup: error: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '       %s\n' "$@" >&2
  exit 1
}

# run_logged <step> <command>...: runs the command silently. If it fails, shows the end of its output.
run_logged() {
  local step=$1
  shift
  if ! "$@" >"$setup_log" 2>&1 </dev/null; then
    keep_log=1
    tail -n 25 "$setup_log" | cut -c 1-300 | sed 's/^/  | /' >&2
    fail "$step failed." "Its whole output is in $setup_log; the command was:" "$*"
  fi
}

# at_least <version> <minimum>, such as 20.19
at_least() {
  [[ $1 =~ ^[0-9] && $(printf '%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

megabytes() {
  du -sm --apparent-size "$@" | awk '{ sum += $1 } END { print sum }'
}
