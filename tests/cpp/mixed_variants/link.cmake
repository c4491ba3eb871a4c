# cmake -DCOMPILER=… -DSOURCE=… -DINCLUDES=a|b -DLIBRARY=… -DOTHER_INCLUDES=a|b -DOTHER_LIBRARY=… -DWORK=… -P link.cmake
cmake_minimum_required(VERSION 3.25)
file(MAKE_DIRECTORY "${WORK}")

function(compile includes object)  # further options follow
  string(REPLACE "|" ";" includes "${includes}")
  list(TRANSFORM includes PREPEND -I)
  execute_process(COMMAND "${COMPILER}" -std=c++20 ${includes} ${ARGN} -c "${SOURCE}" -o "${WORK}/${object}"
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# link(<what the linker's message has to match; empty where the program links> <input>…)
function(link refusal)
  execute_process(COMMAND "${COMPILER}" ${ARGN} -o "${WORK}/program.js" WORKING_DIRECTORY "${WORK}"
                  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(refusal STREQUAL "" AND NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGN} do not link: ${output}")
  elseif(NOT refusal STREQUAL "" AND (result EQUAL 0 OR NOT output MATCHES "${refusal}"))
    message(FATAL_ERROR "${ARGN} link, or are refused for another reason than \"${refusal}\": ${output}")
  endif()
endfunction()

compile("${INCLUDES}" this.o)
compile("${OTHER_INCLUDES}" other.o)
link("" this.o "${LIBRARY}")
link("" other.o "${OTHER_LIBRARY}")
link("undefined .*micromegas" this.o "${OTHER_LIBRARY}")
link("undefined .*micromegas" other.o "${LIBRARY}")

compile("${OTHER_INCLUDES}" function.o -Dmain=function)
link("micromegas_variant" this.o function.o "${LIBRARY}" "${OTHER_LIBRARY}")
