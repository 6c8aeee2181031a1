# Finds the libraries that every room may use and fixes the compiler flags of the project.
if(EMSCRIPTEN)
  include(cmake/header_libraries.cmake)
else()
  find_package(Threads REQUIRED)
  find_package(fmt REQUIRED)
  find_package(nlohmann_json REQUIRED)
  find_package(Eigen3 REQUIRED NO_MODULE)
  find_package(Boost 1.74 REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(PkgConfig REQUIRED)
  # Optional: its C interface, as the one for C++ is compiled against GNU's standard library.
  pkg_check_modules(mpi QUIET IMPORTED_TARGET ompi-c)

  # Spectra is headers without a CMake package in Debian 12; those of other systems are one folder.
  find_path(SPECTRA_INCLUDE Spectra/SymEigsSolver.h)
  if(NOT SPECTRA_INCLUDE)
    message(FATAL_ERROR
      "Spectra is missing: install what scripts/packages.txt lists (libspectra-dev)")
  endif()
  add_library(spectra INTERFACE)
  target_include_directories(spectra SYSTEM INTERFACE ${SPECTRA_INCLUDE})
endif()

# Catch2 3 comes compiled against GNU's standard library, so that its tests cannot take another.
if(RIPPLETANK_LIBCXX AND RIPPLETANK_TESTS)
  find_package(Catch2 QUIET)
  if(Catch2_VERSION VERSION_GREATER_EQUAL 3)
    message(WARNING "Catch2 ${Catch2_VERSION} needs GNU's standard library: building without libc++")
    set(RIPPLETANK_LIBCXX OFF)
  endif()
endif()

# Linking fmt instead of including it saves two fifths of the build; but it comes compiled against
# GNU's standard library, too.
if(RIPPLETANK_LIBCXX)
  add_compile_options(-stdlib=libc++)
  add_link_options(-stdlib=libc++)
endif()
if(RIPPLETANK_LIBCXX OR EMSCRIPTEN)
  set(RIPPLETANK_FMT fmt::fmt-header-only)
else()
  set(RIPPLETANK_FMT fmt::fmt)
endif()

add_library(rippletank_flags INTERFACE)
target_compile_options(rippletank_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  # Errors where they are known; a later compiler may warn about more.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Werror>
  $<$<AND:$<CXX_COMPILER_ID:Clang>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,15>>:-Werror>
  # Fields that are left out of an initialiser have defaults, and that is why they are left out.
  -Wno-missing-field-initializers
  # What indexes memory has 32 bits in a browser, and so has all memory there.
  $<$<BOOL:${EMSCRIPTEN}>:-Wno-shorten-64-to-32>
  $<$<BOOL:${EMSCRIPTEN}>:-Wno-sign-conversion>
  # GCC 12 warns about std::string's own operator+ (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # Results are the same bytes on every machine: no fused multiply-add, no vectorised reductions.
  -ffp-contract=off)
target_compile_definitions(rippletank_flags INTERFACE EIGEN_DONT_VECTORIZE)
target_include_directories(rippletank_flags INTERFACE
  ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
if(RIPPLETANK_SANITIZERS)
  target_compile_options(rippletank_flags INTERFACE
    # Instrumented, GCC 12 finds uninitialised values in <regex>, where there are none.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
    -fsanitize=${RIPPLETANK_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # What these find, a null pointer or an index far beyond its array, the address sanitizer finds as
    # well, and nothing here takes bytes for a type that must be aligned; without them half of the time
    # to compile is saved.
    -fno-sanitize=null,object-size,vptr,alignment,pointer-overflow
    # Checks of undefined behaviour are for the rooms, not for what tests add.
    $<$<BOOL:$<TARGET_PROPERTY:RIPPLETANK_IS_TEST>>:-fno-sanitize=undefined>)
  target_link_options(rippletank_flags INTERFACE -fsanitize=${RIPPLETANK_SANITIZERS})
  # A tenth of the time that the usual linker takes for programs with so many names.
  find_program(RIPPLETANK_LLD ld.lld)
  if(RIPPLETANK_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_link_options(rippletank_flags INTERFACE -fuse-ld=lld)
  endif()
endif()
