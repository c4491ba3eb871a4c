# Builds for Linux on AArch64 with Debian's cross compiler, and runs the programs under qemu-user: `scripts/setup aarch64`
# brings both, and the libraries. scripts/lib/aarch64.sh knows the same place.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(CMAKE_SYSROOT "$ENV{XDG_CACHE_HOME}/micromegas/aarch64")
else()
  set(CMAKE_SYSROOT "$ENV{HOME}/.cache/micromegas/aarch64")
endif()
if(NOT EXISTS "${CMAKE_SYSROOT}/stamp")
  message(FATAL_ERROR "${CMAKE_SYSROOT} holds no libraries for AArch64. Run scripts/setup aarch64.")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# The libraries that libraries need.
add_link_options("LINKER:-rpath-link,${CMAKE_SYSROOT}/usr/lib/aarch64-linux-gnu")
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64;-L;${CMAKE_SYSROOT})
