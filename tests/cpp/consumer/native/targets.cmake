# A program, and a shared library of its that logs too.
set(sources "${CMAKE_CURRENT_LIST_DIR}")
add_library(plugin SHARED "${sources}/plugin.cpp")
target_link_libraries(plugin PRIVATE micromegas::tracing)
target_compile_options(plugin PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wredundant-decls -Werror)

add_executable(stranger "${sources}/main.cpp")
target_link_libraries(stranger PRIVATE micromegas::telemetry_sink)
target_compile_options(stranger PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wredundant-decls -Werror)

# Everything of the library in one shared library; the program has none of it.
add_library(engine SHARED "${sources}/engine.cpp")
target_link_libraries(engine PRIVATE micromegas::telemetry_sink)
set_target_properties(engine PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
add_executable(host "${sources}/host.cpp")
target_link_libraries(host PRIVATE engine)
target_compile_features(host PRIVATE cxx_std_20)
