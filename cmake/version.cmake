# Records what was built (version, git describe, compiler, flags) for every result's provenance.
find_package(Git QUIET)
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
add_custom_target(rippletank_version_header
  COMMAND ${CMAKE_COMMAND}
    -DGIT=${GIT_EXECUTABLE} -DSOURCE=${CMAKE_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
    "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
    "-DFLAGS=${CMAKE_BUILD_TYPE} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}"
    -DOUTPUT=${CMAKE_BINARY_DIR}/generated/build_info.hpp
    -P ${CMAKE_SOURCE_DIR}/cmake/write_build_info.cmake
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/build_info.hpp
  VERBATIM)
