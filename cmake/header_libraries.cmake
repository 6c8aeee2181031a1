# The libraries that are headers only, for the browser, whose compiler comes with no packages.
#
# They are this machine's. The folder that holds them holds its C library, too, so it comes after
# all that the compiler brings of its own.
find_path(RIPPLETANK_HEADERS nlohmann/json.hpp PATHS /usr/local/include /usr/include
  NO_CMAKE_FIND_ROOT_PATH REQUIRED)
find_path(RIPPLETANK_EIGEN Eigen/Core PATHS ${RIPPLETANK_HEADERS} PATH_SUFFIXES eigen3
  NO_CMAKE_FIND_ROOT_PATH REQUIRED)

function(header_library name)
  add_library(${name} INTERFACE IMPORTED)
  target_compile_options(${name} INTERFACE "SHELL:-idirafter ${RIPPLETANK_HEADERS}")
endfunction()

header_library(nlohmann_json::nlohmann_json)
header_library(Boost::headers)
# What its mathematics says of errors, which do not occur here, would bring the streams of C++ along.
foreach(error DOMAIN POLE OVERFLOW EVALUATION ROUNDING)
  target_compile_definitions(Boost::headers INTERFACE
    BOOST_MATH_${error}_ERROR_POLICY=errno_on_error)
endforeach()
header_library(fmt::fmt-header-only)
target_compile_definitions(fmt::fmt-header-only INTERFACE FMT_HEADER_ONLY=1
  "FMT_STATIC_THOUSANDS_SEPARATOR=','")  # instead of locales, a tenth of the engine
header_library(spectra)
add_library(Eigen3::Eigen INTERFACE IMPORTED)
target_include_directories(Eigen3::Eigen SYSTEM INTERFACE ${RIPPLETANK_EIGEN})
add_library(Threads::Threads INTERFACE IMPORTED)  # a page runs one thing at a time
