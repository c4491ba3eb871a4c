set(sources "${CMAKE_CURRENT_LIST_DIR}")
set(strict -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wredundant-decls -Werror)

add_subdirectory("${sources}/../elsewhere" elsewhere)
add_executable(stranger "${sources}/main.cpp")
target_link_libraries(stranger PRIVATE micromegas::telemetry_sink elsewhere)
target_compile_options(stranger PRIVATE ${strict})

# A program that exports its symbols, and shared libraries of the same code that hide theirs: one linked, one opened at
# run time, and one more, which hides the symbols of the archives in it too.
add_library(plugin SHARED "${sources}/plugin.cpp")
add_library(opened_plugin MODULE "${sources}/plugin.cpp")
add_library(secluded_plugin MODULE "${sources}/plugin.cpp")
target_link_options(secluded_plugin PRIVATE -Wl,--exclude-libs,ALL)
foreach(library IN ITEMS plugin opened_plugin secluded_plugin)
  target_link_libraries(${library} PRIVATE micromegas::tracing)
  target_compile_options(${library} PRIVATE ${strict})
  set_target_properties(${library} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endforeach()
add_executable(application "${sources}/application.cpp")
target_link_libraries(application PRIVATE micromegas::tracing plugin ${CMAKE_DL_LIBS})
target_compile_options(application PRIVATE ${strict})
set_target_properties(application PROPERTIES ENABLE_EXPORTS ON)

# Everything of the library in one shared library; the program has none of it.
add_library(engine SHARED "${sources}/engine.cpp")
target_link_libraries(engine PRIVATE micromegas::telemetry_sink)
set_target_properties(engine PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
add_executable(host "${sources}/host.cpp")
target_link_libraries(host PRIVATE engine)
target_compile_features(host PRIVATE cxx_std_20)

# The same program with a component in the place of micromegas::telemetry_http and without one.
add_library(component "${sources}/component.cpp")
target_link_libraries(component PUBLIC micromegas::telemetry_sink)
target_compile_options(component PRIVATE ${strict})
if(COMMAND micromegas_sink_component)
  micromegas_sink_component(component micromegas_make_http_sink)
else()  # of an installed library, which has none for others
  target_link_options(component INTERFACE LINKER:--undefined=micromegas_make_http_sink)
endif()
foreach(program IN ITEMS sender sender_without)
  add_executable(${program} "${sources}/sender.cpp")
  target_link_libraries(${program} PRIVATE micromegas::telemetry_sink)
  target_compile_options(${program} PRIVATE ${strict})
  target_link_options(${program} PRIVATE LINKER:--as-needed)  # Ubuntu's compilers do that
endforeach()
target_link_libraries(sender PRIVATE component)

# A program in C.
add_executable(c_program "${sources}/../../../../examples/c/main.c")
target_link_libraries(c_program PRIVATE micromegas::tracing_c)
target_compile_options(c_program PRIVATE -Wall -Wextra -Wpedantic -Werror)
