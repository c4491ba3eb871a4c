# cmake -DMICROMEGAS_BUILD=… -DMICROMEGAS_SOURCES=… -DWORK=… -DGENERATOR=… -DCOMPILER=… -P native.cmake
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

file(REMOVE_RECURSE "${WORK}")
run("install" ${CMAKE_COMMAND} --install "${MICROMEGAS_BUILD}" --prefix "${WORK}/first")
file(RENAME "${WORK}/first" "${WORK}/prefix")  # a package may be moved
expect_no_way_back("${WORK}/prefix")

# check_programs(<build folder> <the application's counts with a plugin that hides the archives in it>)
function(check_programs build of_secluded_plugin)
  set(ENV{NO_COLOR} 1)
  run("stranger" "${build}/stranger")
  expect_match("${output}" "^[-0-9T:.]+Z INFO  \\[elsewhere\\] working\n[-0-9T:.]+Z INFO  \\[stranger\\] working on 3 rows\n$")
  run("program in C" "${build}/c_program" "one two")
  expect_match("${output}" "INFO  \\[main\\] 2 words texts=1 program=c_example\n$")
  run("host" "${build}/host")
  expect_match("${output}" "INFO  \\[engine\\] the engine runs once\n.*INFO  \\[engine\\] the engine runs twice\n$")
  run("application" "${build}/application" "${build}/libopened_plugin.so")
  expect_match("${output}" "^1112 logs, 11110 metrics, 11110 spans\n$")
  run("application" "${build}/application" "${build}/libsecluded_plugin.so")
  expect_match("${output}" "^${of_secluded_plugin}\n$")
  set(ENV{MICROMEGAS_TELEMETRY_URL} http://localhost:9000)
  run("sender" "${build}/sender")
  expect_match("${output}" "^1 events to http://localhost:9000\n$")
  run("sender without the component" "${build}/sender_without")
  expect_match("${output}" "^micromegas: environment variable MICROMEGAS_TELEMETRY_URL is set, but this program is built \
without micromegas::telemetry_http: nothing is sent\n$")
  unset(ENV{MICROMEGAS_TELEMETRY_URL})
endfunction()

configure_and_build(native "${WORK}/native" "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}")
check_programs("${WORK}/native" "12 logs, 10 metrics, 10 spans")  # it has a dispatch of its own
file(STRINGS "${WORK}/native/stranger" whole_paths REGEX "${CMAKE_CURRENT_LIST_DIR}/.*\\.cpp")
expect_match("files with whole paths: ${whole_paths}." ": \\.$")

# Records into a file, so the program has the component that nothing in it names.
function(check_pkg_config program)
  set(ENV{MICROMEGAS_RECORDING} "${program}.mmrec")
  run("${program}" "${program}")
  unset(ENV{MICROMEGAS_RECORDING})
  expect_match("${output}" "INFO  \\[elsewhere\\] working\n.*INFO  \\[stranger\\] working on 3 rows\n$")
  file(SIZE "${program}.mmrec" size)
  expect_match("bytes recorded: ${size}" ": [1-9]")
endfunction()

build_by_pkg_config("${WORK}/archives_23" "${WORK}/prefix" micromegas_telemetry_file
  "${COMPILER}" -std=c++23 -O1 -flto -fvisibility=hidden -fno-exceptions -fno-rtti)
check_pkg_config("${WORK}/archives_23")

cmake_path(GET COMPILER FILENAME name)
if(name MATCHES "clang")
  set(other g++)
else()
  set(other clang++)

  # In a project that hides all symbols. It builds the library twice, so only the suite of g++ does it.
  # Not optimised, which takes half the time.
  set(subdirectory "-DMICROMEGAS_SOURCES=${MICROMEGAS_SOURCES}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_C_COMPILER=${C_COMPILER}"
    -DCMAKE_BUILD_TYPE=Debug
    -DCMAKE_CXX_VISIBILITY_PRESET=hidden -DCMAKE_VISIBILITY_INLINES_HIDDEN=ON)
  configure_and_build(subdirectory "${WORK}/archives" ${subdirectory})
  check_programs("${WORK}/archives" "12 logs, 10 metrics, 10 spans")
  configure_and_build(subdirectory "${WORK}/shared" ${subdirectory} -DBUILD_SHARED_LIBS=ON -DBY_FETCH_CONTENT=ON)
  check_programs("${WORK}/shared" "1112 logs, 11110 metrics, 11110 spans")  # there is only one dispatch

  run("install shared libraries" ${CMAKE_COMMAND} --install "${WORK}/shared" --prefix "${WORK}/first")
  file(RENAME "${WORK}/first" "${WORK}/shared_prefix")
  configure_and_build(native "${WORK}/native_shared" "-DCMAKE_PREFIX_PATH=${WORK}/shared_prefix" "-DCMAKE_CXX_COMPILER=${COMPILER}")
  check_programs("${WORK}/native_shared" "1112 logs, 11110 metrics, 11110 spans")
  build_by_pkg_config("${WORK}/shared_20" "${WORK}/shared_prefix" "micromegas_telemetry_file;micromegas_telemetry_http"
    ${other} -std=c++20 -O1 -fvisibility=hidden)
  check_pkg_config("${WORK}/shared_20")
  run("exported names" nm -DC --defined-only "${WORK}/shared_prefix/lib/libmicromegas_tracing.so")
  expect_match("${output}" " T micromegas::tracing::dispatch::v[0-9_]+native::flush_all")
  # {fmt} makes its exception visible, so that it can be caught in another library.
  string(REGEX REPLACE "[^\n]*fmt::v[0-9]+::format_error::[^\n]*" "" output "${output}")
  string(REGEX MATCH " [A-Za-z] (fmt::|micromegas::[a-z:]+::v[0-9_]+native::(Collector|ThreadRecorder)::)[^\n]*" internal "${output}")
  expect_match("exported, though internal: ${internal}." ": \\.$")
endif()

# A program may be checked for undefined behaviour, by another compiler than the library's, although the library is not.
configure_and_build(native "${WORK}/undefined" "-DCMAKE_PREFIX_PATH=${WORK}/prefix" "-DCMAKE_CXX_COMPILER=${other}"
  "-DCMAKE_CXX_FLAGS=-fsanitize=undefined -fno-sanitize-recover=all")
check_programs("${WORK}/undefined" "12 logs, 10 metrics, 10 spans")

# The code of a named module is in a header, as docs/guide/instrumenting.md says. This CMake builds no modules.
file(MAKE_DIRECTORY "${WORK}/module")
set(module "${CMAKE_CURRENT_LIST_DIR}/module")
set(libraries "${WORK}/prefix/lib/libmicromegas_telemetry_sink.a" "${WORK}/prefix/lib/libmicromegas_tracing.a"
  "${WORK}/prefix/lib/libmicromegas_transit.a" -lfmt -pthread)
run("build a module" ${CMAKE_COMMAND} -E chdir "${WORK}/module"
  "${COMPILER}" -std=c++20 -fmodules-ts "-I${WORK}/prefix/include" "${module}/engine.cpp" "${module}/main.cpp" -o program ${libraries})
run("program of a module" "${WORK}/module/program")
expect_match("${output}" "INFO  \\[engine::detail\\] loading 3 rows\n$")
