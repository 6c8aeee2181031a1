# cmake --install: the command, the scenarios and the Python package, in the usual places.
include(GNUInstallDirs)
set(share ${CMAKE_INSTALL_DATADIR}/rippletank)
install(TARGETS rippletank RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/ DESTINATION ${share}/scenarios)
# Not among the packages of one Python, as there may be several: analysis/rippletank/README.md.
install(DIRECTORY analysis/rippletank analysis/notebooks DESTINATION ${share}/python
  PATTERN __pycache__ EXCLUDE
  PATTERN .ipynb_checkpoints EXCLUDE)
install(FILES docs/reference/tables.md DESTINATION ${share}/python/rippletank)
