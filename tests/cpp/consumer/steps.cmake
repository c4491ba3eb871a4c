# Steps of the consumer tests. If one fails, it ends the test with the whole output.

# run(<step> <command>…): sets `output`.
function(run step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${step}: ${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_match text pattern)
  if(NOT text MATCHES "${pattern}")
    message(FATAL_ERROR "expected \"${pattern}\" in:\n${text}")
  endif()
endfunction()

# Installed files must not refer to the build folder.
function(expect_no_way_back prefix)
  file(GLOB_RECURSE files "${prefix}/*.cmake" "${prefix}/*.hpp" "${prefix}/*.pc")
  if(NOT files)
    message(FATAL_ERROR "${prefix} holds neither headers nor CMake files.")
  endif()
  foreach(file IN LISTS files)
    file(READ "${file}" text)
    foreach(place IN ITEMS "${MICROMEGAS_SOURCES}" "${MICROMEGAS_BUILD}")
      string(FIND "${text}" "${place}/" at)
      if(NOT at EQUAL -1)
        message(FATAL_ERROR "${file} names ${place}.")
      endif()
    endforeach()
  endforeach()
endfunction()

# build_by_pkg_config(<program> <prefix> <packages> <compiler> <option>…): without CMake, from our sources and the packages.
function(build_by_pkg_config program prefix packages)
  set(ENV{PKG_CONFIG_PATH} "${prefix}/lib/pkgconfig")
  set(sources "${CMAKE_CURRENT_LIST_DIR}/native/main.cpp" "${CMAKE_CURRENT_LIST_DIR}/elsewhere/elsewhere.cpp")
  run("pkg-config" pkg-config --cflags --libs ${packages})
  string(STRIP "${output}" output)
  separate_arguments(flags UNIX_COMMAND "${output}")
  run("build by pkg-config" ${ARGN} -Wall -Wextra -Werror ${sources} -o "${program}" ${flags} "-Wl,-rpath,${prefix}/lib")
endfunction()

# configure_and_build(<folder of this> <build folder> <cmake option>…)
function(configure_and_build folder build)
  run("configure" ${CMAKE_COMMAND} -S "${CMAKE_CURRENT_LIST_DIR}/${folder}" -B "${build}" -G "${GENERATOR}"
    -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" ${ARGN})
  run("build" ${CMAKE_COMMAND} --build "${build}")
endfunction()
