# One CMake target per room, so that a room can only reach what it names.

# The rooms that read what users write, whose coverage tells libFuzzer which input leads where.
set(RIPPLETANK_READERS registry topologies workload underlay scenario)

# The rooms whose files do little in a run, however long it is; what protocols do in it stands in
# their headers, for the most part.
set(RIPPLETANK_COLD_ROOMS registry protocols workload failures io scenario sweep labs replay pages
  cli)
if(EMSCRIPTEN)  # where all of it is to fit into a page
  list(APPEND RIPPLETANK_COLD_ROOMS topologies statistics run engine)
  list(REMOVE_ITEM RIPPLETANK_COLD_ROOMS io)
  set(RIPPLETANK_HOT_ROOMS core io)
endif()

# compile_together(TARGET): with RIPPLETANK_UNITY, up to 30 files of a target are compiled as one, in
# a third of the time: most of a file's own would go to the headers that all of them include, and to
# templates that all of them use. A compiler takes about a gigabyte for so many.
function(compile_together target)
  if(RIPPLETANK_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 30)
  endif()
endfunction()

# room(NAME FOLDER USES TARGET... [WITHOUT FILE]): a library of every source below FOLDER, main.cpp
# and a file that is left out excepted.
function(room name folder)
  cmake_parse_arguments(ARG "" "WITHOUT" "USES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(ARG_WITHOUT)
    list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/${folder}/${ARG_WITHOUT})
  endif()
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
    if(RIPPLETANK_FUZZ AND name IN_LIST RIPPLETANK_READERS)
      target_compile_options(rippletank_${name} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
    if(name IN_LIST RIPPLETANK_COLD_ROOMS)
      target_compile_options(rippletank_${name} PRIVATE ${RIPPLETANK_COLD_FLAGS})
    elseif(name IN_LIST RIPPLETANK_HOT_ROOMS)
      target_compile_options(rippletank_${name} PRIVATE -O3)
    endif()
    if(NOT name STREQUAL core)  # its files are small, and each defines its own constants
      compile_together(rippletank_${name})
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
