# cmake -DGLUE=<file> -P portable_glue.cmake: makes Emscripten's glue acceptable to every bundler.
cmake_minimum_required(VERSION 3.25)
file(READ "${GLUE}" glue)

# CMake reads no NUL, and would cut the file there.
string(LENGTH "${glue}" length)
file(SIZE "${GLUE}" size)
if(NOT length EQUAL size)
  message(FATAL_ERROR "${GLUE} holds a NUL; is it linked with -sSINGLE_FILE_BINARY_ENCODE=1? Allowed is 0.")
endif()

# The glue loads Node's modules by `await import('node:…')`, behind a test for Node. Bundlers for browsers follow every
# import, and refuse these. Node's own function for this case, since 20.16, is an ordinary call:
# https://nodejs.org/api/process.html#processgetbuiltinmoduleid
# Its `require` loads only these modules, so it needs no base address.
set(node_import "await import\\(['\"](node:)?module['\"]\\)")
string(REGEX REPLACE "${node_import}([;,][^;,(]*\\()import\\.meta\\.url\\)"
       "{createRequire:()=>globalThis.process.getBuiltinModule}\\2)" portable "${glue}")
string(REGEX REPLACE "await import\\((['\"]node:[a-z_]+['\"])\\)" "globalThis.process.getBuiltinModule(\\1)"
       portable "${portable}")
if(portable MATCHES "import\\(['\"](node:|module['\"])")
  message(FATAL_ERROR "${GLUE}: Emscripten's glue has an import() that bundlers would follow: "
                      "\"${CMAKE_MATCH_0}\". This version of Emscripten is not known to micromegas.")
endif()

# If a bundler makes a classic script or CommonJS of the glue, import.meta.url is undefined, and bundlers warn. Only a
# module that has other files needs its own address.
set(own_address "((var |,)[A-Za-z0-9_$]+ ?= ?)import\\.meta\\.url([;,])")
string(REGEX REPLACE "${own_address}" "\\1\"\"\\3" alone "${portable}")
if(alone MATCHES "import\\.meta\\.url")
  string(REGEX REPLACE "${own_address}" "\\1import.meta.url??\"\"\\3" portable "${portable}")
else()
  set(portable "${alone}")
endif()

# Bundlers for browsers add a substitute for each of Node's globals that no declaration binds.
set(node_globals "")
foreach(name process Buffer)
  if(portable MATCHES "(^|[^A-Za-z0-9_$.])${name}\\.")
    list(APPEND node_globals "${name}=globalThis.${name}")
  endif()
endforeach()
if(node_globals)
  list(JOIN node_globals "," node_globals)
  string(PREPEND portable "var ${node_globals};")
endif()

if(NOT portable STREQUAL glue)
  file(WRITE "${GLUE}" "${portable}")
endif()
