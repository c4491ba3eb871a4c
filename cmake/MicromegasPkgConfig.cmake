# pkg-config files of the native components: libmicromegas_<name> is found by the name micromegas_<name>.

set(MICROMEGAS_PKG_CONFIG_DIR "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
set(MICROMEGAS_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
set(MICROMEGAS_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(MICROMEGAS_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
  set(MICROMEGAS_PC_LIBDIR "${CMAKE_INSTALL_FULL_LIBDIR}")
  set(MICROMEGAS_PC_INCLUDEDIR "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
else()
  # The way from the folder of the .pc files back to the prefix: an installation may be moved.
  file(RELATIVE_PATH MICROMEGAS_PC_PREFIX "/${MICROMEGAS_PKG_CONFIG_DIR}" /)
  string(REGEX REPLACE "/$" "" MICROMEGAS_PC_PREFIX "\${pcfiledir}/${MICROMEGAS_PC_PREFIX}")
endif()

# micromegas_pkg_config(<name> <description> [REQUIRES <package>…] [REQUIRES_PRIVATE <package>…])
#
# REQUIRES are packages that programs of users link themselves, as headers call them. REQUIRES_PRIVATE are those that
# only the library calls: a shared library brings them, an archive does not, so programs link them all, with and
# without `pkg-config --static`.
function(micromegas_pkg_config name description)
  if(EMSCRIPTEN)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "REQUIRES;REQUIRES_PRIVATE" ${ARGN})
  set(target micromegas_${name})
  get_target_property(type ${target} TYPE)
  get_target_property(component ${target} MICROMEGAS_COMPONENT_FUNCTION)
  set(MICROMEGAS_PC_LIBS "-l${target}")
  if(NOT type STREQUAL "SHARED_LIBRARY")
    list(APPEND ARG_REQUIRES ${ARG_REQUIRES_PRIVATE})
    set(ARG_REQUIRES_PRIVATE)
    if(component)
      string(PREPEND MICROMEGAS_PC_LIBS "-Wl,--undefined=${component} ")
    endif()
  elseif(component)
    # One argument, which pkg-config neither splits nor sorts.
    set(MICROMEGAS_PC_LIBS "-Wl,--push-state,--no-as-needed,-l${target},--pop-state")
  endif()
  set(MICROMEGAS_PC_NAME "${target}")
  set(MICROMEGAS_PC_DESCRIPTION "${description}")
  list(JOIN ARG_REQUIRES ", " MICROMEGAS_PC_REQUIRES)
  list(JOIN ARG_REQUIRES_PRIVATE ", " MICROMEGAS_PC_REQUIRES_PRIVATE)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/component.pc.in" "${PROJECT_BINARY_DIR}/pkgconfig/${target}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/pkgconfig/${target}.pc" DESTINATION "${MICROMEGAS_PKG_CONFIG_DIR}")
endfunction()
