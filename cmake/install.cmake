# cmake --install: the command and the scenarios, in the usual places.
include(GNUInstallDirs)
install(TARGETS rippletank RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/rippletank/scenarios)
