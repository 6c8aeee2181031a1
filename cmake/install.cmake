# cmake --install: the command, the scenarios and the Python package, in the usual places.
include(GNUInstallDirs)
set(share ${CMAKE_INSTALL_DATADIR}/rippletank)
install(TARGETS rippletank RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/ DESTINATION ${share}/scenarios)
install(DIRECTORY analysis/web/page analysis/web/vendor DESTINATION ${share}/web)
# The engine of the pages, if scripts/web has built it.
install(FILES ${CMAKE_SOURCE_DIR}/build/wasm/engine.js
              ${CMAKE_SOURCE_DIR}/build/wasm/engine.wasm.lzma
  DESTINATION ${share}/web/engine OPTIONAL)
# Not among the packages of one Python, as there may be several: analysis/rippletank/README.md.
install(DIRECTORY analysis/rippletank analysis/notebooks DESTINATION ${share}/python
  PATTERN __pycache__ EXCLUDE
  PATTERN .ipynb_checkpoints EXCLUDE)
install(FILES docs/reference/tables.md DESTINATION ${share}/python/rippletank)
