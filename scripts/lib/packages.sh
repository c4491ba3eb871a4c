# shellcheck shell=bash
# shellcheck disable=SC2154  # scripts/setup and common.sh set these
# The machine's own packages: compilers, libraries, test tools and browsers, by apt.

# <program on PATH> <package that brings it>. A program counts wherever it comes from.
program_packages=(
  'g++ g++'
  'clang++ clang'
  'clang-format clang-format'
  'clang-tidy clang-tidy'
  'cmake cmake'
  'ninja ninja-build'
  'ccache ccache'
  'patchelf patchelf'
  'python3 python3'
  'pip3 python3-pip'
  'xz xz-utils'
  'zsh zsh'
  'zstd zstd'
  'chromium chromium'
  'firefox-esr firefox-esr'
  'WebKitWebDriver webkit2gtk-driver'
  'Xvfb xvfb'
  'doxygen doxygen'
  'shellcheck shellcheck'
)

# Libraries: only the package itself is looked for. fonts-dejavu-core makes browser screenshots readable.
library_packages=(
  libfmt-dev
  liblz4-dev
  libcbor-dev
  zlib1g-dev
  libprotozero-dev
  libcurl4-openssl-dev
  libgtest-dev
  libgmock-dev
  googletest
  libcli11-dev
  nlohmann-json3-dev
  libasio-dev
  libbenchmark-dev
  libspdlog-dev
  libgoogle-glog-dev
  postgresql
  ca-certificates
  fonts-dejavu-core
)

# The packages for building and installing the native library.
only_library_packages() {
  program_packages=('g++ g++' 'cmake cmake' 'ninja ninja-build')
  library_packages=(libfmt-dev liblz4-dev libcbor-dev zlib1g-dev libcurl4-openssl-dev
    libcli11-dev nlohmann-json3-dev libprotozero-dev)
}

# The packages for building and installing the library for WebAssembly and packing the npm package.
only_web_packages() {
  program_packages=('cmake cmake' 'ninja ninja-build' 'ccache ccache' 'patchelf patchelf' 'python3 python3'
    'xz xz-utils' 'zstd zstd')
  library_packages=(googletest ca-certificates)
}

# The packages for building for AArch64 and running that here; scripts/lib/aarch64.sh brings the libraries.
only_aarch64_packages() {
  program_packages=('cmake cmake' 'ninja ninja-build' 'ccache ccache' 'aarch64-linux-gnu-g++ g++-aarch64-linux-gnu'
    'qemu-aarch64 qemu-user')
  library_packages=()
}

# Prints the name of every package that has to be installed. One call of dpkg-query, as this runs every time.
missing_packages() {
  local entry name status depends clang=
  local -A installed=()
  while IFS='|' read -r name status depends; do
    [[ $status == installed ]] && installed[$name]=1
    # Debian's "clang" names its version only in its dependency, and the sanitizers' package carries the same number.
    [[ $name == clang && ${program_packages[*]} == *clang++* && $depends =~ clang-([0-9]+) ]] && clang=${BASH_REMATCH[1]}
  done < <(dpkg-query -W -f '${Package}|${db:Status-Status}|${Depends}\n' \
    clang 'libclang-rt-*' "${library_packages[@]}" 2>/dev/null)

  for entry in "${program_packages[@]}"; do
    command -v "${entry%% *}" >/dev/null || echo "${entry##* }"
  done
  for name in "${library_packages[@]}"; do
    [[ ${installed[$name]:-} ]] || echo "$name"
  done
  [[ -z $clang || ${installed[libclang-rt-$clang-dev]:-} ]] || echo "libclang-rt-$clang-dev"
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo -n "$@"
  fi
}

apt_install() {
  # --no-install-recommends: chromium and clang recommend several hundred MB that nothing here uses.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "$@"
}

apt_update() {
  run_logged 'apt-get update' as_root apt-get update -o DPkg::Lock::Timeout=600
}

# Prints apt's estimate of the download ("120 MB"). Fails, with apt's reason, if a package is unknown.
apt_download_size() {
  local plan
  plan=$(LC_ALL=C apt-get install --no-install-recommends --assume-no "$@" 2>&1 || true)
  # --assume-no itself ends in "Abort.", which is not one of apt's "E: " errors.
  if [[ $plan == *'E: '* ]]; then
    grep '^E: ' <<<"$plan"
    return 1
  fi
  sed -n 's|^Need to get \([0-9.,/ kMGB]*B\) .*|\1|p' <<<"$plan"
}

install_packages() {
  local size
  if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
    fail 'these packages are missing, and installing them needs root:' \
      "sudo apt-get install --no-install-recommends $*" 'Then run scripts/setup again.'
  fi
  if ! size=$(apt_download_size "$@"); then
    say "reading the package lists"
    apt_update
    size=$(apt_download_size "$@") ||
      fail 'apt cannot install the missing packages:' "$size" "Install it in another way, or the others by hand: $*"
  fi
  say "installing ${size:+$size of }packages: $*"
  if ! apt_install "$@" >"$setup_log" 2>&1 </dev/null; then
    # Old lists name files that the mirror has replaced since.
    apt_update
    run_logged 'Installing packages' apt_install "$@"
  fi
}

setup_packages() {
  local -a missing
  command -v apt-get >/dev/null || fail 'this machine has no apt-get; scripts/setup knows Debian and Ubuntu.' \
    "Install these packages or their equivalents: ${program_packages[*]##* } ${library_packages[*]}"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) && return
  install_packages "${missing[@]}"
  # The sanitizers' package is known by name only once clang itself is there.
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}
