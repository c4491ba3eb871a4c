# find_package(micromegas): targets micromegas::tracing and micromegas::telemetry_sink, natively also
# micromegas::telemetry and micromegas::telemetry_http, and on wasm micromegas_add_wasm_module().
include(CMakePackageConfigHelpers)

set(MICROMEGAS_CMAKE_DIR ${MICROMEGAS_INSTALL_CMAKEDIR})
install(EXPORT micromegas-targets NAMESPACE micromegas:: DESTINATION ${MICROMEGAS_CMAKE_DIR})
configure_package_config_file(cmake/micromegas-config.cmake.in "${PROJECT_BINARY_DIR}/micromegas-config.cmake"
                              INSTALL_DESTINATION ${MICROMEGAS_CMAKE_DIR})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/micromegas-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/micromegas-config.cmake" "${PROJECT_BINARY_DIR}/micromegas-config-version.cmake"
        DESTINATION ${MICROMEGAS_CMAKE_DIR})
if(TARGET micromegas_telemetry)
  install(FILES cmake/MicromegasTelemetryLibraries.cmake DESTINATION ${MICROMEGAS_CMAKE_DIR})
endif()
if(EMSCRIPTEN)
  # For users without Emscripten, who build with the copy that scripts/setup made.
  install(FILES cmake/toolchains/emscripten.cmake DESTINATION ${CMAKE_INSTALL_DATADIR}/micromegas)
  install(FILES cmake/MicromegasWasmModule.cmake cmake/portable_glue.cmake cpp/module/bindings.cpp cpp/module/library_micromegas_module.js
          DESTINATION ${MICROMEGAS_CMAKE_DIR})  # why a source: docs/decisions/0006-bindings-are-installed-as-a-source.md
endif()
