# {fmt}: the system's library natively; for wasm its headers, trimmed for size. micromegas::tracing contains its
# compiled part (cpp/tracing/wasm/src/fmt.cpp).
if(NOT EMSCRIPTEN)
  find_package(fmt 9 REQUIRED)
  return()
endif()

if(NOT EXISTS "${MICROMEGAS_FMT_INCLUDE_DIR}/fmt/base.h")
  message(FATAL_ERROR "MICROMEGAS_FMT_INCLUDE_DIR is \"${MICROMEGAS_FMT_INCLUDE_DIR}\", which holds no fmt/base.h. "
                      "Run scripts/setup, or set it to the include folder of {fmt} 11 or later.")
endif()
add_library(micromegas_fmt INTERFACE)
add_library(fmt::fmt ALIAS micromegas_fmt)
set_target_properties(micromegas_fmt PROPERTIES EXPORT_NAME fmt)
target_include_directories(micromegas_fmt SYSTEM INTERFACE
  "$<BUILD_INTERFACE:${MICROMEGAS_FMT_INCLUDE_DIR}>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/micromegas-wasm/third_party>")
# The same in every translation unit of a module, the user's too. FMT_BUILTIN_TYPES=0 would save more and is wrong in
# 11.1: a `const long` prints its address on 32 bits, and a `const char* const` does not compile
# (tests/cpp/tracing/format_test.cpp).
target_compile_definitions(micromegas_fmt INTERFACE FMT_OPTIMIZE_SIZE=2 FMT_USE_LOCALE=0)
install(DIRECTORY "${MICROMEGAS_FMT_INCLUDE_DIR}/fmt" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/micromegas-wasm/third_party)
install(TARGETS micromegas_fmt EXPORT micromegas-targets)
