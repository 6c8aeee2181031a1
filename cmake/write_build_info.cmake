# Writes build_info.hpp, and only when it would change, so that nothing is rebuilt for nothing.
set(describe "unknown")
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --tags
                  OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET
                  RESULT_VARIABLE failed)
  if(NOT failed AND output)
    set(describe ${output})
  endif()
endif()
string(STRIP "${FLAGS}" flags)
string(REPLACE "\"" "'" flags "${flags}")
set(text "// What was built; written by cmake/write_build_info.cmake.
#pragma once
namespace rippletank::build_info {
inline constexpr char version[] = \"${VERSION}\";
inline constexpr char git_describe[] = \"${describe}\";
inline constexpr char compiler[] = \"${COMPILER}\";
inline constexpr char flags[] = \"${flags}\";
}  // namespace rippletank::build_info
")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
