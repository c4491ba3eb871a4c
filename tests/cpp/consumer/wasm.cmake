# cmake -DMICROMEGAS_BUILD=… -DMICROMEGAS_SOURCES=… -DWORK=… -DGENERATOR=… -DTOOLCHAIN=… -DNODE=… -P wasm.cmake
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

file(REMOVE_RECURSE "${WORK}")
run("install" ${CMAKE_COMMAND} --install "${MICROMEGAS_BUILD}" --prefix "${WORK}/first")
file(RENAME "${WORK}/first" "${WORK}/prefix")  # a package may be moved
expect_no_way_back("${WORK}/prefix")

# Emscripten's toolchain file looks for packages in its own sysroot only, unless it gets the package's folder.
configure_and_build(wasm "${WORK}/wasm" "-Dmicromegas_DIR=${WORK}/prefix/lib/cmake/micromegas-wasm" "-DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN}")
run("load" "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/wasm/load.mjs" "${WORK}/wasm/stranger.mjs")
expect_match("${output}" "\\[stranger\\] working on airports \\(engine.cpp:[0-9]+\\)\n")
expect_match("${output}" "\\[stranger\\] done \\(engine.cpp:[0-9]+\\) { rows: '3' }\n")
expect_match("${output}" "callback: stranger working on cars \\(engine.cpp\\)
callback: stranger done \\(engine.cpp\\)
callback: elsewhere working \\(elsewhere.cpp\\)\n$")

run("load threads" "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/wasm/load-threads.mjs" "${WORK}/wasm/stranger_threads.mjs")
expect_match("${output}" "^callback: stranger one of two threads\ncallback: stranger the other of two threads\n$")
run("load devtools" "${NODE}" "${CMAKE_CURRENT_LIST_DIR}/wasm/load-devtools.mjs" "${WORK}/wasm/stranger_devtools.mjs")
expect_match("${output}" "\nwork on the track C\\+\\+\n$")
