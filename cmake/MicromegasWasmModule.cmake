# micromegas_add_wasm_module(<name> [SOURCES <file>…] [LINK <target>…] [HAS_MAIN] [EXTERNAL_WASM]
#                           [READABLE_STACKS] [PTHREADS] [DEVTOOLS])
#
# An ES module <name>.mjs whose default export makes the module, with micromegas' embind bindings in it, so that the
# npm package's `init({ module })` finds them:
#
#     find_package(micromegas REQUIRED)
#     micromegas_add_wasm_module(engine SOURCES engine.cpp bindings.cpp)
#
# SOURCES Your sources. LINK Targets to link. HAS_MAIN The sources have a main(); it runs when the module is made.
# EXTERNAL_WASM Keep <name>.wasm beside the .mjs instead of inside it. READABLE_STACKS Keep the names of functions, for
# stacks; adds to the size. C++ exceptions have a stack if the module is
#                also linked with -sEXCEPTION_STACK_TRACES=1.
# PTHREADS With threads: links micromegas::telemetry_sink_pthread. Libraries of yours that it links are compiled with
#                -pthread and link micromegas::tracing_pthread. The page has to be cross-origin isolated.
# DEVTOOLS       Show spans in the browser's performance panel, and log metrics at trace: links
#                micromegas::telemetry_sink_devtools (with PTHREADS, …_devtools_pthread). Libraries of yours in such a
#                module link micromegas::tracing_devtools (…_devtools_pthread) instead of micromegas::tracing.
#
# The module runs in browsers, workers, worklets and Node, with or without a bundler. Its memory grows. It needs neither
# `unsafe-eval` in a content security policy nor a charset of the page.

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/../cpp/module/bindings.cpp")
  set(MICROMEGAS_BINDINGS_DIR "${CMAKE_CURRENT_LIST_DIR}/../cpp/module")  # in the source tree
else()
  set(MICROMEGAS_BINDINGS_DIR "${CMAKE_CURRENT_LIST_DIR}")  # installed
endif()
set(MICROMEGAS_WASM_MODULE_DIR "${CMAKE_CURRENT_LIST_DIR}")

function(micromegas_add_wasm_module name)
  cmake_parse_arguments(ARG "HAS_MAIN;EXTERNAL_WASM;READABLE_STACKS;PTHREADS;DEVTOOLS" "" "SOURCES;LINK" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "micromegas_add_wasm_module(${name}): \"${ARG_UNPARSED_ARGUMENTS}\" is not known; "
                        "allowed are SOURCES, LINK, HAS_MAIN, EXTERNAL_WASM, READABLE_STACKS, PTHREADS and DEVTOOLS.")
  endif()
  if(NOT EMSCRIPTEN)
    message(FATAL_ERROR "micromegas_add_wasm_module(${name}): configure with "
      "Emscripten: cmake --toolchain <prefix>/share/micromegas/emscripten.cmake, or emcmake cmake.")
  endif()
  # The bindings are compiled into each module, with its own flags for threads. They throw nothing.
  add_executable(${name} ${ARG_SOURCES} "${MICROMEGAS_BINDINGS_DIR}/bindings.cpp")
  set_property(SOURCE "${MICROMEGAS_BINDINGS_DIR}/bindings.cpp" APPEND PROPERTY
    COMPILE_DEFINITIONS "MICROMEGAS_VERSION=\"${MICROMEGAS_VERSION}\"")
  set_property(SOURCE "${MICROMEGAS_BINDINGS_DIR}/bindings.cpp" APPEND PROPERTY COMPILE_OPTIONS -fno-exceptions)
  target_compile_features(${name} PRIVATE cxx_std_20)
  set(variant "$<$<BOOL:${ARG_DEVTOOLS}>:_devtools>$<$<BOOL:${ARG_PTHREADS}>:_pthread>")
  target_link_libraries(${name} PRIVATE "micromegas::telemetry_sink${variant}" ${ARG_LINK})
  set_target_properties(${name} PROPERTIES SUFFIX .mjs)
  set(guard "${MICROMEGAS_BINDINGS_DIR}/library_micromegas_module.js")
  set(portable "${MICROMEGAS_WASM_MODULE_DIR}/portable_glue.cmake")
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS "${guard}" "${portable}")
  add_custom_command(TARGET ${name} POST_BUILD VERBATIM
    COMMAND "${CMAKE_COMMAND}" "-DGLUE=$<TARGET_FILE:${name}>" -P "${portable}")
  # Deferred until your options are known.
  cmake_language(EVAL CODE "cmake_language(DEFER CALL micromegas_place_stack [[${name}]])")
  target_link_options(${name} PRIVATE
    -lembind
    "SHELL:--js-library ${guard}"
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sENVIRONMENT=web,worker,node
    -sALLOW_MEMORY_GROWTH=1
    -sDYNAMIC_EXECUTION=0
    -sTEXTDECODER=1  # worklets and Jest's jsdom have no TextDecoder, which -Oz requires
    $<$<NOT:$<BOOL:${ARG_HAS_MAIN}>>:--no-entry>
    $<$<BOOL:${ARG_READABLE_STACKS}>:--profiling-funcs>
    # In base64: a page without a charset would read Emscripten's own encoding as another text.
    "$<$<NOT:$<BOOL:${ARG_EXTERNAL_WASM}>>:SHELL:-sSINGLE_FILE=1 -sSINGLE_FILE_BINARY_ENCODE=0>")
endfunction()

# Places the stack first, where an overflow is a trap; elsewhere an overflow overwrites data.
function(micromegas_place_stack name)
  get_target_property(options ${name} LINK_OPTIONS)
  if(NOT "${options};${CMAKE_CXX_FLAGS};${CMAKE_EXE_LINKER_FLAGS}" MATCHES "-fsanitize=[a-z,]*address|-sGLOBAL_BASE=")
    target_link_options(${name} PRIVATE -Wl,--stack-first)
  endif()
endfunction()
