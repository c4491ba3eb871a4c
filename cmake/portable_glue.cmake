# cmake -DGLUE=<file> -P portable_glue.cmake: makes Emscripten's glue acceptable to every bundler.
#
# The glue takes Node's modules by `await import('node:…')`, behind a test for Node. Bundlers for browsers follow an
# import wherever it stands, and refuse those. Node's own function for this case, since 20.16, is an ordinary call:
# https://nodejs.org/api/process.html#processgetbuiltinmoduleid
file(READ "${GLUE}" glue)
string(REGEX REPLACE "await import\\((['\"])(node:)?([a-z_]+)['\"]\\)" "process.getBuiltinModule(\\1node:\\3\\1)"
       portable "${glue}")
if(portable MATCHES "import\\(['\"]")
  message(FATAL_ERROR "${GLUE}: Emscripten's glue has an import() that bundlers would follow: "
                      "\"${CMAKE_MATCH_0}\". This version of Emscripten is not known to micromegas.")
endif()
if(NOT portable STREQUAL glue)
  file(WRITE "${GLUE}" "${portable}")
endif()
