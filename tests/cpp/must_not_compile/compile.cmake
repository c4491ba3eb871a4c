# cmake -DCOMPILER=… -DINCLUDES=a|b -DDEFINITIONS=a|b -DSOURCE=… -P compile.cmake
#
# The compiler must refuse the source with an error that matches its "// expect:" line.
cmake_minimum_required(VERSION 3.25)

string(REPLACE "|" ";" INCLUDES "${INCLUDES}")
string(REPLACE "|" ";" DEFINITIONS "${DEFINITIONS}")
list(FILTER INCLUDES EXCLUDE REGEX "^/usr/include/?$")
list(TRANSFORM INCLUDES PREPEND -I)
list(TRANSFORM DEFINITIONS PREPEND -D)
set(command "${COMPILER}" -std=c++20 -fsyntax-only -Wall -Werror ${INCLUDES} ${DEFINITIONS})

file(STRINGS "${SOURCE}" expected REGEX "^// expect: ")
string(REPLACE "// expect: " "" expected "${expected}")
if(NOT expected)
  message(FATAL_ERROR "${SOURCE} has no line \"// expect: <regular expression>\".")
endif()

execute_process(COMMAND ${command} -DBAD "${SOURCE}" RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_QUIET)
if(result EQUAL 0)
  message(FATAL_ERROR "The bad half of ${SOURCE} compiles.")
endif()
string(REGEX MATCHALL "[^\n]*error:[^\n]*" errors "${output}")
if(NOT errors MATCHES "${expected}")
  message(FATAL_ERROR "${SOURCE} is refused, but no error matches \"${expected}\":\n${output}")
endif()
