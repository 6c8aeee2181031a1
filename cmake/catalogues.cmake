# A catalogue.def lists what a room offers, one line per file; a file that is not listed stops here.

# catalogue_names(FILE OUT): the first argument of every line of a catalogue.
function(catalogue_names file out)
  file(STRINGS ${file} lines REGEX "^[A-Z_]+\\(")
  set(names)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^[A-Z_]+\\(([a-z0-9_]+).*" "\\1" name "${line}")
    list(APPEND names ${name})
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  set(${out} ${names} PARENT_SCOPE)
endfunction()

# check_catalogue(ROOM FOLDER...): every file below FOLDER that registers a model is listed.
function(check_catalogue room)
  set(catalogue ${CMAKE_SOURCE_DIR}/${room}/catalogue.def)
  catalogue_names(${catalogue} listed)
  foreach(folder IN LISTS ARGN)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp
         ${CMAKE_SOURCE_DIR}/${folder}/*.hpp)
    foreach(file IN LISTS files)
      file(STRINGS ${file} registers REGEX "^RIPPLETANK_(TOPOLOGY|PROTOCOL|QUERIES)\\(")
      foreach(line IN LISTS registers)
        string(REGEX REPLACE "^RIPPLETANK_([A-Z]+)\\(([a-z0-9_]+).*" "\\1;\\2" found "${line}")
        list(GET found 0 kind)
        list(GET found 1 name)
        if(NOT name IN_LIST listed)
          message(FATAL_ERROR
            "${file} registers \"${name}\", which ${room}/catalogue.def does not list.\n"
            "Add this line to ${room}/catalogue.def:\n    ${kind}(${name})")
        endif()
      endforeach()
    endforeach()
  endforeach()
endfunction()

# hot_loop(FILE): what runs spend their time in, compiled on its own and as fast as can be.
function(hot_loop file)
  set_source_files_properties(${file} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# generate_simulations(): one translation unit per protocol, so that each run loop is compiled
# (and optimised) on its own and none of them is typed by hand.
function(generate_simulations)
  catalogue_names(${CMAKE_SOURCE_DIR}/sim/protocols/catalogue.def protocols)
  foreach(protocol IN LISTS protocols)
    set(unit ${CMAKE_BINARY_DIR}/generated/simulate_${protocol}.cpp)
    configure_file(${CMAKE_SOURCE_DIR}/sim/run/simulate_protocol.cpp.in ${unit} @ONLY)
    target_sources(rippletank_run PRIVATE ${unit})
    # One that only makes a plan has no loop of its own: it costs what it includes.
    file(STRINGS ${CMAKE_SOURCE_DIR}/sim/protocols/${protocol}.hpp plans REGEX " plan\\(")
    if(NOT plans)
      hot_loop(${unit})
    endif()
    set(entry ${CMAKE_BINARY_DIR}/generated/${protocol}_entry.cpp)
    configure_file(${CMAKE_SOURCE_DIR}/sim/protocols/protocol_entry.cpp.in ${entry} @ONLY)
    target_sources(rippletank_protocols PRIVATE ${entry})
  endforeach()
  hot_loop(${CMAKE_SOURCE_DIR}/sim/run/simulate_unstructured.cpp)
  hot_loop(${CMAKE_SOURCE_DIR}/sim/run/simulate_freenets.cpp)
  # Where all else is compiled for size: floods have by far the most messages, and large networks
  # are random ones.
  if(EMSCRIPTEN)
    set_source_files_properties(${CMAKE_BINARY_DIR}/generated/simulate_flood.cpp
      ${CMAKE_SOURCE_DIR}/sim/run/write_tables.cpp
      ${CMAKE_SOURCE_DIR}/topologies/graph.cpp
      ${CMAKE_SOURCE_DIR}/topologies/generators/degree_sequence.cpp
      ${CMAKE_SOURCE_DIR}/topologies/generators/link_order.cpp
      ${CMAKE_SOURCE_DIR}/topologies/generators/random_regular.cpp
      PROPERTIES COMPILE_OPTIONS -O3)
  endif()
endfunction()
