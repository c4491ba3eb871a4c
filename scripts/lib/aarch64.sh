# shellcheck shell=bash
# shellcheck disable=SC2154  # scripts/setup and common.sh set these
# A cross compiler and qemu-user, by apt, and a folder with the libraries of a Debian for AArch64, unpacked into the cache
# and not installed: the machine's own packages and architectures stay unchanged.
# cmake/toolchains/aarch64.cmake knows its place.

aarch64_root=${XDG_CACHE_HOME:-$HOME/.cache}/micromegas/aarch64

# Raise this when the folder has to be made again.
aarch64_recipe=1

aarch64_libraries=(libc6-dev libstdc++6 libfmt-dev liblz4-dev libcbor-dev zlib1g-dev libcurl4-openssl-dev libgtest-dev
  libgmock-dev nlohmann-json3-dev)

# apt for the other architecture, with lists, state and downloads of its own in $work, and the machine's own mirrors.
aarch64_apt() {
  apt-get -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$work/state" \
    -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root \
    -o Acquire::Languages=none "$@"
}

# Links to absolute paths would lead out of the folder.
relative_links() {
  local link target
  while IFS= read -r link; do
    target=$(readlink "$link")
    ln -sfn --relative "$1$target" "$link"
  done < <(find "$1" -type l -lname '/*')
}

make_aarch64_root() {
  local work deb
  mkdir -p "${aarch64_root%/*}"
  work=$(mktemp -d "$aarch64_root.XXXXXX")
  mkdir -p "$work"/{state/lists/partial,cache/archives/partial,root}
  : >"$work/status"
  say 'reading the package lists for AArch64'
  run_logged 'apt-get update for AArch64' aarch64_apt update
  say "downloading for AArch64: ${aarch64_libraries[*]}"
  run_logged 'The download for AArch64' aarch64_apt install --yes --no-install-recommends --download-only \
    "${aarch64_libraries[@]}"
  for deb in "$work"/cache/archives/*.deb; do
    run_logged 'Unpacking' dpkg-deb --extract "$deb" "$work/root"
  done
  relative_links "$work/root"
  echo "$aarch64_recipe" >"$work/root/stamp"
  rm -rf "$aarch64_root"
  mv "$work/root" "$aarch64_root"
  rm -rf "$work"
  say "the libraries for AArch64 are in $aarch64_root ($(megabytes "$aarch64_root") MB)"
}


setup_aarch64() {
  local recipe=0
  read -r recipe 2>/dev/null <"$aarch64_root/stamp" || true
  ((recipe >= aarch64_recipe)) || make_aarch64_root
}
