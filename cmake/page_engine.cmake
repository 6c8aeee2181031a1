# The engine as WebAssembly: what a page computes with.
# Without theory, whose matrices would take a twelfth of a page.
room(engine analysis/web/engine USES replay labs)
room_program(engine analysis/web/engine/main.cpp engine)
target_link_options(engine PRIVATE
  -fwasm-exceptions
  -sMODULARIZE -sEXPORT_NAME=rippletankEngine -sENVIRONMENT=worker
  # The memory of a run is known when it has been played, and a browser gives four gigabytes.
  -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=4GB -sTOTAL_STACK=1MB
  # Results are written as the command writes them, into files in memory.
  -sFORCE_FILESYSTEM -sEXPORTED_RUNTIME_METHODS=ccall,FS)
# A quarter smaller than gzip, and unpacked in a second.
find_program(RIPPLETANK_XZ xz REQUIRED)
add_custom_command(TARGET engine POST_BUILD VERBATIM
  COMMAND ${RIPPLETANK_XZ} --format=lzma --lzma1=preset=9e,dict=4MiB,lc=4,pb=0 --keep --force --suffix=.lzma
          ${CMAKE_BINARY_DIR}/engine.wasm)
