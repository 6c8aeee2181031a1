# One CMake target per room, so that a room can only reach what it names.

# With RIPPLETANK_UNITY several files of a room are compiled as one, in half the time; but not in rooms
# whose files each have a struct of the same name to themselves.
set(RIPPLETANK_FILE_BY_FILE core topologies io workload cli)

# room(NAME FOLDER USES TARGET...): a library of every source below FOLDER (main.cpp excepted).
function(room name folder)
  cmake_parse_arguments(ARG "" "" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(uses)
  foreach(use IN LISTS ARG_USES)
    if(TARGET rippletank_${use})
      list(APPEND uses rippletank_${use})
    else()
      list(APPEND uses ${use})
    endif()
  endforeach()
  if(sources)
    add_library(rippletank_${name} STATIC ${sources})
    target_link_libraries(rippletank_${name} PUBLIC rippletank_flags ${uses})
    if(RIPPLETANK_UNITY AND NOT name IN_LIST RIPPLETANK_FILE_BY_FILE)
      set_target_properties(rippletank_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  else()
    add_library(rippletank_${name} INTERFACE)
    target_link_libraries(rippletank_${name} INTERFACE rippletank_flags ${uses})
  endif()
endfunction()

# room_program(NAME MAIN ROOM): the executable whose main() is all that is not in a library.
function(room_program name main room)
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE rippletank_${room})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
endfunction()
