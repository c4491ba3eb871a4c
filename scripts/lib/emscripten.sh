# shellcheck shell=bash
# shellcheck disable=SC2154  # scripts/setup and common.sh set these
# Emscripten and the {fmt} headers for wasm.
#
# Debian's newest suite packages a current Emscripten; a stable Debian does not. So the packages of that suite are
# unpacked into a separate folder, with the loader and the shared libraries that its programs were built for. Nothing is
# installed: the machine's own libc and packages stay unchanged.
#
#   $micromegas_cache/emscripten -> emscripten.XXXXXX     a link, so that a new copy takes over in one step
#       emscripten/    Emscripten itself, with the configuration file and the cache of system libraries in it
#       llvm/  binaryen/  lib/
#   $micromegas_cache/fmt/include/fmt/
# cmake/toolchains/emscripten.cmake knows these names.

micromegas_cache=${XDG_CACHE_HOME:-$HOME/.cache}/micromegas
emscripten_minimum=4
fmt_minimum=11

# Raise this when the private copy has to be rebuilt. An older clone can use a copy by a newer recipe.
emscripten_recipe=1

# Emscripten builds the system libraries for each kind of link at its first use. This script does that once for the
# links of this project; any other kind (-O0, link-time -flto) takes a minute at its first use.
prebuilt_links=(
  '-O1'
  '-Oz -sMALLOC=emmalloc'
  '-O1 -fwasm-exceptions'
  '-O1 -fwasm-exceptions -sEXCEPTION_STACK_TRACES=1'
  '-O1 -fexceptions -sEXCEPTION_STACK_TRACES=1'
  '-O1 -pthread'
)

# --- existing installations --------------------------------------------------------------------------------------

# Prints the version of the given emcc's Emscripten; nothing if there is none.
emscripten_version() {
  local emcc version_file
  emcc=$(readlink -f "$1") || return 0
  version_file=${emcc%/*}/emscripten-version.txt
  if [[ -f $version_file ]]; then
    tr -d '"\n' <"$version_file"
  elif [[ -x $emcc ]]; then
    # Some packages put a script in front of the real emcc.
    "$emcc" -dumpversion 2>/dev/null || true
  fi
}

has_usable_emscripten() {
  local emcc
  emcc=$(command -v emcc || true)
  if [[ $emcc ]] && at_least "$(emscripten_version "$emcc")" "$emscripten_minimum"; then
    return 0
  fi
  emcc=${EMSDK:-}/upstream/emscripten/emcc
  if [[ ${EMSDK:-} && -x $emcc ]] && at_least "$(emscripten_version "$emcc")" "$emscripten_minimum"; then
    return 0
  fi
  # The stamp names the folder too: the programs in a copy that was moved look for their loader in the old place.
  local recipe=0 place=
  read -r recipe place 2>/dev/null <"$micromegas_cache/emscripten/stamp" || true
  ((recipe >= emscripten_recipe)) && [[ $place == "$micromegas_cache" ]]
}

fmt_major() {
  local number
  number=$(sed -n 's/^#define FMT_VERSION \([0-9]*\)$/\1/p' "$1/fmt/base.h" 2>/dev/null) || true
  echo "$((${number:-0} / 10000))"
}

has_usable_fmt() {
  (($(fmt_major "$micromegas_cache/fmt/include") >= fmt_minimum))
}

# --- packages of the newer suite ---------------------------------------------------------------------------------

# Runs apt with lists, a package state and downloads of its own, all in $work/apt.
private_apt() {
  local apt=$work/apt
  "apt-$1" -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts="$apt/none" \
    -o Dir::Etc::preferences="$apt/none" -o Dir::Etc::preferencesparts="$apt/none" \
    -o APT::Default-Release= -o APT::Sandbox::User=root -o Acquire::Languages=none "${@:2}"
}

# The Debian mirrors that this machine uses. apt itself answers, as it knows every form of its configuration.
debian_mirrors() {
  # shellcheck disable=SC2016  # apt fills these in
  apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '$3 == "main" && $2 !~ /security/ && !seen[$1]++ { print $1 }'
}

# apt would download these along with Emscripten, but they are not needed: the machine has its own (node, python), or
# they are for native programs. So this tells apt that they are installed. If a later suite has other numbers in these
# names, apt downloads 25 MB more, and the rest is the same.
write_package_state() {
  local name
  for name in nodejs python3 ccache binutils libc6-dev libgcc-16-dev libstdc++-16-dev libobjc-16-dev libcurl4t64; do
    printf 'Package: %s\nStatus: install ok installed\nVersion: 99:0\nArchitecture: %s\nMulti-Arch: allowed\n' "$name" "$1"
    printf 'Maintainer: none\nDescription: replaces a package of the machine\n\n'
  done >"$work/apt/status"
}

# Makes private_apt ready, with the first mirror and suite that have a new enough Emscripten.
prepare_private_apt() {
  local apt=$work/apt arch mirror suite version options
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [[ ! -f $apt/sources.list ]] || return 0
  arch=$(dpkg --print-architecture)
  mkdir -p "$apt"/{state/lists/partial,cache/archives/partial,none}
  write_package_state "$arch"
  # "Packages" alone: some machines also fetch descriptions, icons and file lists.
  options="arch=$arch target=Packages"
  [[ ! -f $keyring ]] || options+=" signed-by=$keyring"

  say 'looking for a mirror with current packages (reads 10 MB of lists)'
  for mirror in $(debian_mirrors); do
    for suite in forky sid; do
      echo "deb [$options] $mirror $suite main" >"$apt/sources.list"
      private_apt get update >"$setup_log" 2>&1 </dev/null || continue
      version=$(LC_ALL=C private_apt cache policy emscripten 2>/dev/null | awk '$1 == "Candidate:" { print $2 }')
      at_least "$version" "$emscripten_minimum" && return 0
    done
  done
  rm -f "$apt/sources.list"
  fail "no Debian mirror that this machine knows has Emscripten $emscripten_minimum or newer." \
    "Install the Emscripten SDK (emsdk) yourself: scripts/setup then uses the emcc on PATH, or \$EMSDK." \
    "And unpack the headers of {fmt} $fmt_minimum or newer as $micromegas_cache/fmt/include/fmt/."
}

# Downloads packages and their dependencies into $work/apt, and unpacks them into $work/root.
fetch_packages() {
  local size deb
  size=$(LC_ALL=C private_apt get install --no-install-recommends --assume-no "$@" 2>/dev/null |
    sed -n 's|^Need to get \([0-9.,/ kMGB]*B\) .*|\1|p') || true
  say "downloading ${size:-the packages} for: $*"
  run_logged 'The download' private_apt get install --yes --no-install-recommends --download-only "$@"
  mkdir -p "$work/root"
  for deb in "$work"/apt/cache/archives/*.deb; do
    run_logged 'Unpacking' dpkg-deb --extract "$deb" "$work/root"
    rm "$deb"
  done
}

# --- the private copy --------------------------------------------------------------------------------------------

llvm_tools=(
  clang clang++ clang-scan-deps wasm-ld llvm-ar llvm-ranlib llvm-nm llvm-objcopy llvm-strip llvm-size llvm-cxxfilt
  llvm-dwarfdump llvm-dwp
)

# Moves the needed files from the unpacked packages in $work/root to the given folder.
pick_files() {
  local prefix=$1 root=$work/root llvm tool module
  llvm=$(echo "$root"/usr/lib/llvm-*)
  mkdir -p "$prefix"/{llvm/bin,llvm/lib/clang,binaryen/bin,lib}
  mv "$root/usr/share/emscripten" "$prefix/emscripten"
  for tool in "${llvm_tools[@]}"; do
    # Without the links: llvm-ranlib is llvm-ar by another name.
    cp "$(readlink -f "$llvm/bin/$tool")" "$prefix/llvm/bin/$tool"
  done
  cp -r "$llvm"/lib/clang/* "$prefix/llvm/lib/clang/"
  find "$root/usr/bin" -maxdepth 1 -type f -name 'wasm*' -exec mv -t "$prefix/binaryen/bin" {} +
  # Emscripten reads and rewrites JavaScript with these.
  mkdir "$prefix/emscripten/node_modules"
  for module in acorn acorn-import-phases; do
    mv "$root/usr/share/nodejs/$module" "$prefix/emscripten/node_modules/"
  done
}

# Gives the programs in the folder the loader and the shared libraries that they were built for.
bind_programs() {
  local prefix=$1 root=$work/root loader folders program library
  program=$prefix/llvm/bin/clang
  loader=$(basename "$(patchelf --print-interpreter "$program")")
  cp "$(find "$root" -name "$loader" -type f | head -n 1)" "$prefix/lib/$loader"
  folders=$(find "$root" -name '*.so*' -printf '%h\n' | sort -u | paste -s -d :)

  for program in "$prefix"/{llvm,binaryen}/bin/*; do
    "$prefix/lib/$loader" --library-path "$folders" --list "$program"
  done | awk -v own="$prefix/" '$2 == "=>" && index($3, own) != 1 && !seen[$3]++ { print $3 }' >"$work/libraries"
  while read -r library; do
    [[ $library == "$root"/* ]] || fail "the newer suite's packages lack a shared library: $library"
    cp -L "$library" "$prefix/lib/"
  done <"$work/libraries"

  # An RPATH, as the linker's newer RUNPATH yields to LD_LIBRARY_PATH. A library that has a RUNPATH of its own does not
  # see its program's RPATH.
  for library in "$prefix"/lib/*; do
    [[ -z $(patchelf --print-rpath "$library") ]] || patchelf --force-rpath --set-rpath "$prefix/lib" "$library"
  done
  for program in "$prefix"/{llvm,binaryen}/bin/*; do
    patchelf --set-interpreter "$prefix/lib/$loader" --force-rpath --set-rpath "$prefix/lib" "$program"
  done
}

# Emscripten reads this file from its own folder, so EM_CONFIG need not be set.
write_configuration() {
  cat >"$1/emscripten/.emscripten" <<END
import os, shutil
_prefix = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LLVM_ROOT = os.path.join(_prefix, 'llvm', 'bin')
BINARYEN_ROOT = os.path.join(_prefix, 'binaryen')
NODE_JS = shutil.which('node') or '$(command -v node)'
CACHE = os.path.join(_prefix, 'emscripten', 'cache')
# Debian's programs carry a version in their names; these do not.
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
END
}

# Builds and runs one program for each kind of link: the copy is used only if all work.
build_system_libraries() {
  local prefix=$1 flags answer number=0
  # Variables of another Emscripten's environment must not reach this one.
  local -a compile=(env -u EM_CONFIG -u EM_CACHE -u EM_LLVM_ROOT -u EM_BINARYEN_ROOT "$prefix/emscripten/em++") link
  cat >"$work/check.cpp" <<'END'
#include <emscripten/bind.h>
#include <cstdio>
#include <string>
static std::string twice(const std::string& text) { return text + text; }
EMSCRIPTEN_BINDINGS(check) { emscripten::function("twice", &twice); }
int main() { std::puts(twice("ok").c_str()); }
END
  for flags in "${prebuilt_links[@]}"; do
    say "building Emscripten's system libraries, for $flags ($((++number)) of ${#prebuilt_links[@]}; some minutes in all)"
    read -ra link <<<"$flags"
    run_logged "Building with em++ $flags" "${compile[@]}" "${link[@]}" -lembind "$work/check.cpp" -o "$work/check.js"
    answer=$(node "$work/check.js" 2>&1) || true
    [[ $answer == okok ]] || fail "a program built by em++ $flags says \"$answer\" instead of \"okok\"."
  done
}

make_private_emscripten() {
  local prefix version old
  old=$(readlink "$micromegas_cache/emscripten" || true)
  # Copies that an interrupted run left behind. The lock is held, so none of them is being made.
  find "$micromegas_cache" -mindepth 1 -maxdepth 1 -name 'emscripten.*' ! -name "${old:-none}" -exec rm -rf {} +

  prepare_private_apt
  fetch_packages emscripten libfmt-dev
  # The programs hold the absolute path of their loader, so the copy is made where it will stay.
  prefix=$(mktemp -d "$micromegas_cache/emscripten.XXXXXX")
  chmod 755 "$prefix"
  say 'placing Emscripten, LLVM and Binaryen'
  pick_files "$prefix"
  bind_programs "$prefix"
  write_configuration "$prefix"
  version=$(emscripten_version "$prefix/emscripten/emcc")
  build_system_libraries "$prefix"

  echo "$emscripten_recipe $micromegas_cache" >"$prefix/stamp"
  ln -s "$(basename "$prefix")" "$work/link"
  mv -T "$work/link" "$micromegas_cache/emscripten"
  [[ -z $old ]] || rm -rf "${micromegas_cache:?}/$old"
  say "Emscripten $version is in $micromegas_cache/emscripten ($(megabytes "$prefix") MB)"
}

# The headers alone, and out of the machine's own include folder: em++ must not see the headers beside them.
place_fmt() {
  local from=$work/root/usr/include
  if [[ ! -d $from/fmt ]]; then
    if (($(fmt_major /usr/include) >= fmt_minimum)); then
      from=/usr/include
    else
      prepare_private_apt
      fetch_packages libfmt-dev
    fi
  fi
  (($(fmt_major "$from") >= fmt_minimum)) || fail "libfmt-dev of the newer suite is older than $fmt_minimum."
  mkdir -p "$work/fmt/include"
  cp -r "$from/fmt" "$work/fmt/include/"
  rm -rf "$micromegas_cache/fmt"
  mv "$work/fmt" "$micromegas_cache/fmt"
  say "{fmt} $(fmt_major "$micromegas_cache/fmt/include") is in $micromegas_cache/fmt"
}

setup_emscripten() {
  if has_usable_emscripten && has_usable_fmt; then
    return
  fi
  mkdir -p "$micromegas_cache"
  work=$micromegas_cache/work
  exec {lock}>"$micromegas_cache/lock"
  if ! flock --nonblock "$lock"; then
    say 'waiting for another scripts/setup on this machine'
    flock "$lock"
  fi
  rm -rf "$work"
  mkdir "$work"
  # The other process may have made it meanwhile.
  has_usable_emscripten || make_private_emscripten
  has_usable_fmt || place_fmt
  rm -rf "$work"
  exec {lock}>&-
}
