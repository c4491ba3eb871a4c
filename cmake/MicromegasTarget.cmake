# Compiler options of every target of the project.

if(MICROMEGAS_SANITIZE)
  # Not vptr: the linker keeps any copy of {fmt}'s weak vtables, also one from a library that was built without RTTI.
  add_compile_options(-fsanitize=${MICROMEGAS_SANITIZE} -fno-sanitize=vptr -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MICROMEGAS_SANITIZE})
endif()

function(micromegas_strict target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wconversion -Wshadow
    $<$<BOOL:${PROJECT_IS_TOP_LEVEL}>:-Werror>
    # Makes the file names in call sites relative to the project, so they are the same on every machine.
    "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(NOT EMSCRIPTEN)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)  # for users' shared libraries
  endif()
endfunction()

# Adds a library of the project: micromegas_<name>, alias micromegas::<name>. Sources in src/ are portable, sources in
# <platform>/src/ belong to the platform; headers likewise, with the same names. JS_LIBRARY: its JavaScript half, on
# wasm. On wasm, micromegas::<name>_pthread is the same library for modules with threads, as objects of both kinds do
# not link. Only libraries with wasm sources of their own have it.
function(micromegas_add_library name)
  cmake_parse_arguments(ARG "" "JS_LIBRARY" "PORTABLE;NATIVE;WASM;LINK" ${ARGN})
  string(TOUPPER ${MICROMEGAS_PLATFORM} platform)
  list(TRANSFORM ARG_PORTABLE PREPEND src/)
  list(TRANSFORM ARG_${platform} PREPEND ${MICROMEGAS_PLATFORM}/src/)
  set(sources ${ARG_PORTABLE} ${ARG_${platform}})
  micromegas_add_variant(${name} "${sources}" "${ARG_LINK}" "${ARG_JS_LIBRARY}")
  if(EMSCRIPTEN AND ARG_WASM)
    list(TRANSFORM ARG_LINK APPEND _pthread REGEX "^micromegas::")
    micromegas_add_variant(${name}_pthread "${sources}" "${ARG_LINK}" "${ARG_JS_LIBRARY}")
    target_compile_options(micromegas_${name}_pthread PUBLIC -pthread)
    target_link_options(micromegas_${name}_pthread INTERFACE -pthread)
  endif()
  foreach(root include ${MICROMEGAS_PLATFORM}/include)
    if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/${root}")
      install(DIRECTORY ${root}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
    endif()
  endforeach()
  if(EMSCRIPTEN AND ARG_JS_LIBRARY)
    install(FILES wasm/src/${ARG_JS_LIBRARY} DESTINATION ${CMAKE_INSTALL_DATADIR}/micromegas)
  endif()
endfunction()

# The targets that `cmake --install` needs, for build presets that build nothing else.
add_custom_target(micromegas_installed)

function(micromegas_add_variant name sources link js_library)
  set(target micromegas_${name})
  add_library(${target} ${sources})
  add_library(micromegas::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    # Regardless of the enclosing project: objects that programs, plugins and the library share must exist once.
    CXX_VISIBILITY_PRESET default
    VISIBILITY_INLINES_HIDDEN OFF
    VERSION ${micromegas_VERSION}
    SOVERSION ${micromegas_VERSION_MAJOR}.${micromegas_VERSION_MINOR}  # before 1.0 each minor version may differ
    INSTALL_RPATH "$ORIGIN")  # the libraries find each other
  micromegas_strict(${target})
  target_compile_options(${target} PRIVATE -fno-exceptions)
  if(EMSCRIPTEN)
    # Natively with RTTI, which programs built with -fsanitize=vptr read from vtables. On wasm each byte counts.
    target_compile_options(${target} PRIVATE -fno-rtti)
    target_compile_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:-Oz>)  # but for the sources on the way of an entry
  endif()
  target_include_directories(${target} PRIVATE src ${MICROMEGAS_PLATFORM}/src)
  target_link_libraries(${target} PUBLIC ${link})
  if(name MATCHES "^tracing")
    micromegas_relative_call_sites(${target})
  endif()
  foreach(root include ${MICROMEGAS_PLATFORM}/include)
    if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/${root}")
      target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/${root}>")
    endif()
  endforeach()
  target_include_directories(${target} INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  install(TARGETS ${target} EXPORT micromegas-targets)
  add_dependencies(micromegas_installed ${target})
  if(EMSCRIPTEN AND js_library)
    micromegas_use_js_library(${target} wasm/src/${js_library})
  endif()
endfunction()

# micromegas_sink_component(<target> <function>): programs that link <target> have its <function>, which `init_telemetry`
# calls where it is there, though nothing else names it: out of an archive, and under --as-needed.
function(micromegas_sink_component target function)
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL "SHARED_LIBRARY")
    target_link_options(${target} INTERFACE "LINKER:--undefined=${function}")
    return()
  endif()
  get_target_property(name ${target} EXPORT_NAME)
  set(keep "LINKER:--push-state,--no-as-needed")
  target_link_options(${target} INTERFACE
    "$<BUILD_INTERFACE:${keep},$<TARGET_LINKER_FILE:${target}>,--pop-state>"
    "$<INSTALL_INTERFACE:${keep},$<TARGET_LINKER_FILE:micromegas::${name}>,--pop-state>")
endfunction()

# Makes the file names in call sites of each target that links this one relative to the project, or to the target's own
# folder if that is elsewhere, so they are the same on every machine. Debug information keeps whole paths.
# micromegas-config.cmake does the same for an installed library, as only the user's project knows its folder.
function(micromegas_relative_call_sites target)
  set(elsewhere "$<NOT:$<PATH:IS_PREFIX,${CMAKE_SOURCE_DIR},$<TARGET_PROPERTY:SOURCE_DIR>>>")
  target_compile_options(${target} INTERFACE
    "$<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:C,CXX>:-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=>>"
    "$<BUILD_INTERFACE:$<$<AND:$<COMPILE_LANGUAGE:C,CXX>,${elsewhere}>:-fmacro-prefix-map=$<TARGET_PROPERTY:SOURCE_DIR>/=>>")
endfunction()

# Adds the JavaScript half of a library to every target that links it.
function(micromegas_use_js_library target file)
  cmake_path(GET file FILENAME name)
  target_link_options(${target} INTERFACE
    "$<BUILD_INTERFACE:SHELL:--js-library ${CMAKE_CURRENT_SOURCE_DIR}/${file}>"
    "$<INSTALL_INTERFACE:SHELL:--js-library $<INSTALL_PREFIX>/${CMAKE_INSTALL_DATADIR}/micromegas/${name}>")
  set_property(TARGET ${target} APPEND PROPERTY
    INTERFACE_LINK_DEPENDS "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/${file}>")
endfunction()

# Compiles sources on the path of every log entry for speed; on wasm all others are compiled for size alone. With -Os an
# entry takes 5 % longer; -O3 adds more code than speed.
function(micromegas_build_for_speed)
  if(EMSCRIPTEN)
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS $<$<NOT:$<CONFIG:Debug>>:-O2>)
  endif()
endfunction()

# Enables exceptions for sources that inspect them; the rest of the library is built without.
function(micromegas_build_with_exceptions)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-fexceptions")
endfunction()
