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

# Native and wasm installations may share a prefix: find_package takes the configuration of its own size of pointers.
if(EMSCRIPTEN)
  set(MICROMEGAS_INSTALL_LIBDIR ${CMAKE_INSTALL_LIBDIR}/micromegas-wasm)
  set(MICROMEGAS_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/micromegas-wasm)
  set(MICROMEGAS_INSTALL_INCLUDEDIR_wasm ${CMAKE_INSTALL_INCLUDEDIR}/micromegas-wasm)
  set(MICROMEGAS_INSTALL_INCLUDEDIR_wasm_devtools ${CMAKE_INSTALL_INCLUDEDIR}/micromegas-wasm_devtools)
else()
  set(MICROMEGAS_INSTALL_LIBDIR ${CMAKE_INSTALL_LIBDIR})
  set(MICROMEGAS_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/micromegas)
  set(MICROMEGAS_INSTALL_INCLUDEDIR_native ${CMAKE_INSTALL_INCLUDEDIR})
endif()

# Generates <micromegas/abi.hpp> of a variant of the library.
function(micromegas_generate_abi_header variant)
  set(MICROMEGAS_ABI v${PROJECT_VERSION_MAJOR}_${PROJECT_VERSION_MINOR}_${variant})
  configure_file("${PROJECT_SOURCE_DIR}/cmake/abi.hpp.in" "${PROJECT_BINARY_DIR}/abi/${variant}/micromegas/abi.hpp" @ONLY)
  install(DIRECTORY "${PROJECT_BINARY_DIR}/abi/${variant}/" DESTINATION ${MICROMEGAS_INSTALL_INCLUDEDIR_${variant}})
endfunction()

micromegas_generate_abi_header(${MICROMEGAS_PLATFORM})
if(EMSCRIPTEN)
  micromegas_generate_abi_header(wasm_devtools)
endif()

# Adds a library of the project: micromegas_<name>, alias micromegas::<name>. Sources in src/ are portable, sources in
# <platform>/src/ belong to the platform; headers likewise, with the same names. PROCESSOR: in native/<processor>/src/.
#
# On wasm, a library with wasm sources, or with VARIANTS, has four variants, as objects of two of them do not link: <name>
# itself, <name>_pthread for modules with threads, <name>_devtools for modules with DEVTOOLS, and
# <name>_devtools_pthread.
# WASM: sources of all of them. WASM_PLAIN: of those without DEVTOOLS. WASM_DEVTOOLS: in wasm_devtools/src/, of those
# with; headers in wasm_devtools/include/ come before those in wasm/include/. JS_LIBRARY, JS_LIBRARY_DEVTOOLS: the
# halves that are written in JavaScript.
function(micromegas_add_library name)
  cmake_parse_arguments(ARG "VARIANTS" "JS_LIBRARY;JS_LIBRARY_DEVTOOLS" "PORTABLE;NATIVE;PROCESSOR;WASM;WASM_PLAIN;WASM_DEVTOOLS;LINK" ${ARGN})
  list(TRANSFORM ARG_PORTABLE PREPEND src/)
  list(TRANSFORM ARG_NATIVE PREPEND native/src/)
  list(TRANSFORM ARG_PROCESSOR PREPEND native/${MICROMEGAS_PROCESSOR}/src/)
  foreach(list WASM WASM_PLAIN JS_LIBRARY)
    list(TRANSFORM ARG_${list} PREPEND wasm/src/)
  endforeach()
  foreach(list WASM_DEVTOOLS JS_LIBRARY_DEVTOOLS)
    list(TRANSFORM ARG_${list} PREPEND wasm_devtools/src/)
  endforeach()
  if(NOT EMSCRIPTEN)
    micromegas_add_variant(${name} native "${ARG_PORTABLE};${ARG_NATIVE};${ARG_PROCESSOR}" "${ARG_LINK}" "")
    return()
  endif()
  set(plain ${ARG_PORTABLE} ${ARG_WASM} ${ARG_WASM_PLAIN})
  micromegas_add_variant(${name} wasm "${plain}" "${ARG_LINK}" "${ARG_JS_LIBRARY}")
  if(NOT ARG_WASM AND NOT ARG_VARIANTS)
    return()
  endif()
  set(devtools ${ARG_PORTABLE} ${ARG_WASM} ${ARG_WASM_DEVTOOLS})
  set(link_devtools ${ARG_LINK})
  list(TRANSFORM link_devtools APPEND _devtools REGEX "^micromegas::")
  set(js_devtools ${ARG_JS_LIBRARY} ${ARG_JS_LIBRARY_DEVTOOLS})
  micromegas_add_variant(${name}_devtools wasm_devtools "${devtools}" "${link_devtools}" "${js_devtools}")
  list(TRANSFORM ARG_LINK APPEND _pthread REGEX "^micromegas::")
  list(TRANSFORM link_devtools APPEND _pthread REGEX "^micromegas::")
  micromegas_add_variant(${name}_pthread wasm "${plain}" "${ARG_LINK}" "${ARG_JS_LIBRARY}")
  micromegas_add_variant(${name}_devtools_pthread wasm_devtools "${devtools}" "${link_devtools}" "${js_devtools}")
  foreach(variant pthread devtools_pthread)
    target_compile_options(micromegas_${name}_${variant} PUBLIC -pthread)
    target_link_options(micromegas_${name}_${variant} INTERFACE -pthread)
  endforeach()
endfunction()

# micromegas_add_bridge(<name>): headers that join another library, which the user's own target links, to the library. On
# wasm they fit each variant, so the user's module links that.
function(micromegas_add_bridge name)
  add_library(micromegas_${name} INTERFACE)
  add_library(micromegas::${name} ALIAS micromegas_${name})
  set_target_properties(micromegas_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(micromegas_${name} INTERFACE
    "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/micromegas-bridges>")
  if(NOT EMSCRIPTEN)
    target_link_libraries(micromegas_${name} INTERFACE micromegas::tracing)
  endif()
  install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/micromegas-bridges)
  install(TARGETS micromegas_${name} EXPORT micromegas-targets)
endfunction()

# The targets that `cmake --install` needs, for build presets that build nothing else.
add_custom_target(micromegas_installed)

function(micromegas_add_variant name variant sources link js_libraries)
  set(target micromegas_${name})
  add_library(${target} ${sources})
  add_library(micromegas::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    # Regardless of the enclosing project.
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
  else()
    # Objects that programs, plugins and the library share must exist once: MICROMEGAS_EXPORT_BEGIN exports them.
    set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden)
    target_compile_definitions(${target} PRIVATE MICROMEGAS_BUILDS_ITSELF)
  endif()
  target_include_directories(${target} PRIVATE src ${MICROMEGAS_PLATFORM}/src)
  target_link_libraries(${target} PUBLIC ${link})
  if(name MATCHES "^tracing")
    micromegas_relative_call_sites(${target})
  endif()
  # Objects of two variants do not link, which CMake can tell in words where it sees both.
  set_target_properties(${target} PROPERTIES INTERFACE_MICROMEGAS_VARIANT ${variant})
  set_property(TARGET ${target} APPEND PROPERTY COMPATIBLE_INTERFACE_STRING MICROMEGAS_VARIANT)
  set(roots include ${MICROMEGAS_PLATFORM}/include)
  if(NOT EMSCRIPTEN)
    list(APPEND roots native/${MICROMEGAS_PROCESSOR}/include)
  endif()
  if(variant STREQUAL wasm_devtools)
    list(PREPEND roots wasm_devtools/include)
  endif()
  foreach(root ${roots})
    if(IS_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/${root}")
      target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/${root}>")
      install(DIRECTORY ${root}/ DESTINATION ${MICROMEGAS_INSTALL_INCLUDEDIR_${variant}})
    endif()
  endforeach()
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/abi/${variant}>")
  target_include_directories(${target} INTERFACE
    "$<INSTALL_INTERFACE:${MICROMEGAS_INSTALL_INCLUDEDIR_${variant}}>")
  install(TARGETS ${target} EXPORT micromegas-targets
    ARCHIVE DESTINATION ${MICROMEGAS_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${MICROMEGAS_INSTALL_LIBDIR})
  add_dependencies(micromegas_installed ${target})
  foreach(js_library ${js_libraries})
    micromegas_use_js_library(${target} ${js_library})
    install(FILES ${js_library} DESTINATION ${CMAKE_INSTALL_DATADIR}/micromegas)
  endforeach()
endfunction()

# micromegas_sink_component(<target> <function>): programs that link <target> have its <function>, which `init_telemetry`
# calls where it is there, though nothing else names it: out of an archive, and under --as-needed.
function(micromegas_sink_component target function)
  set_target_properties(${target} PROPERTIES MICROMEGAS_COMPONENT_FUNCTION ${function})
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
