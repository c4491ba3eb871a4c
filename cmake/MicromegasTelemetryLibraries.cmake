# What micromegas::telemetry is built on: liblz4 and libcbor, as micromegas::liblz4 and micromegas::libcbor. Neither has a
# CMake package wherever it is installed. Sets MICROMEGAS_TELEMETRY_MISSING to what cannot be found.
set(MICROMEGAS_TELEMETRY_MISSING "")
foreach(library "liblz4 lz4 lz4frame.h" "libcbor cbor cbor.h")
  separate_arguments(library UNIX_COMMAND "${library}")
  list(GET library 0 name)
  list(GET library 1 file)
  list(GET library 2 header)
  string(TOUPPER MICROMEGAS_${name} variable)
  find_library(${variable}_LIBRARY ${file})
  find_path(${variable}_INCLUDE_DIR ${header})
  mark_as_advanced(${variable}_LIBRARY ${variable}_INCLUDE_DIR)
  if(NOT ${variable}_LIBRARY OR NOT ${variable}_INCLUDE_DIR)
    list(APPEND MICROMEGAS_TELEMETRY_MISSING ${name})
  elseif(NOT TARGET micromegas::${name})
    add_library(micromegas::${name} UNKNOWN IMPORTED)
    set_target_properties(micromegas::${name} PROPERTIES
      IMPORTED_LOCATION "${${variable}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${${variable}_INCLUDE_DIR}")
  endif()
endforeach()
