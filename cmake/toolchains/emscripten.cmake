# Builds for WebAssembly with the Emscripten that scripts/setup found or made; no environment variable is needed.
#
# Takes the first that is new enough of: emcc on PATH, $EMSDK, the private copy of scripts/setup.
# Sets MICROMEGAS_FMT_INCLUDE_DIR: the folder with the {fmt} headers for wasm, unless you set it.
# scripts/lib/emscripten.sh knows the same places.

set(MICROMEGAS_EMSCRIPTEN_MINIMUM 4)
if(DEFINED ENV{XDG_CACHE_HOME} AND NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
  set(MICROMEGAS_CACHE "$ENV{XDG_CACHE_HOME}/micromegas")
else()
  set(MICROMEGAS_CACHE "$ENV{HOME}/.cache/micromegas")
endif()

# Sets <result> to the folder of Emscripten that the emcc given belongs to, or to nothing if it is absent or too old.
function(micromegas_emscripten_root emcc result)
  set(${result} "" PARENT_SCOPE)
  if(NOT EXISTS "${emcc}")
    return()
  endif()
  # The path as it is given, links and all: it stays right when scripts/setup replaces the private copy.
  cmake_path(GET emcc PARENT_PATH root)
  if(NOT EXISTS "${root}/emscripten-version.txt")
    file(REAL_PATH "${emcc}" emcc)
    cmake_path(GET emcc PARENT_PATH root)
  endif()
  if(NOT EXISTS "${root}/emscripten-version.txt")
    # Some packages put a script in front of the real emcc.
    execute_process(COMMAND "${root}/em-config" EMSCRIPTEN_ROOT
      OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  if(NOT EXISTS "${root}/emscripten-version.txt" OR NOT EXISTS "${root}/cmake/Modules/Platform/Emscripten.cmake")
    return()
  endif()
  file(STRINGS "${root}/emscripten-version.txt" version LIMIT_COUNT 1)
  string(REPLACE "\"" "" version "${version}")
  if(version VERSION_GREATER_EQUAL MICROMEGAS_EMSCRIPTEN_MINIMUM)
    set(${result} "${root}" PARENT_SCOPE)
  endif()
endfunction()

# CMake reads a toolchain file several times, also for each try_compile: the result is cached, so that all agree.
if(NOT EXISTS "${MICROMEGAS_EMSCRIPTEN_ROOT}/emcc")
  find_program(MICROMEGAS_EMCC_ON_PATH emcc NO_CACHE NO_CMAKE_PATH NO_CMAKE_SYSTEM_PATH NO_CMAKE_FIND_ROOT_PATH)
  foreach(emcc IN ITEMS "${MICROMEGAS_EMCC_ON_PATH}" "$ENV{EMSDK}/upstream/emscripten/emcc"
                        "${MICROMEGAS_CACHE}/emscripten/emscripten/emcc")
    micromegas_emscripten_root("${emcc}" MICROMEGAS_EMSCRIPTEN_FOUND)
    if(MICROMEGAS_EMSCRIPTEN_FOUND)
      break()
    endif()
  endforeach()
  if(NOT MICROMEGAS_EMSCRIPTEN_FOUND)
    message(FATAL_ERROR
      "There is no Emscripten ${MICROMEGAS_EMSCRIPTEN_MINIMUM} or newer: not on PATH, not in \$EMSDK, "
      "not in ${MICROMEGAS_CACHE}. Run scripts/setup.")
  endif()
  set(MICROMEGAS_EMSCRIPTEN_ROOT "${MICROMEGAS_EMSCRIPTEN_FOUND}" CACHE PATH "The Emscripten to build with" FORCE)
endif()

set(MICROMEGAS_FMT_INCLUDE_DIR "${MICROMEGAS_CACHE}/fmt/include" CACHE PATH "The folder with the {fmt} headers for wasm")
# A try_compile is a project of its own: it takes over these values instead of looking again.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MICROMEGAS_EMSCRIPTEN_ROOT MICROMEGAS_FMT_INCLUDE_DIR)

# Tests run with the machine's Node.js. Emscripten would prefer a program called "nodejs".
if(NOT CMAKE_CROSSCOMPILING_EMULATOR)
  find_program(MICROMEGAS_NODE node REQUIRED NO_CMAKE_FIND_ROOT_PATH)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${MICROMEGAS_NODE}" CACHE FILEPATH "Runs the built programs: Node.js")
endif()

# Finds packages by CMAKE_PREFIX_PATH as usual; by default Emscripten searches its own sysroot only.
if(NOT CMAKE_FIND_ROOT_PATH_MODE_PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)
endif()

include("${MICROMEGAS_EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake")
