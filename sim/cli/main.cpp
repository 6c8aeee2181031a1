// The rippletank command.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "sim/cli/program.hpp"

namespace {

/// Opens those of stdin, stdout and stderr that are closed: the next file to be opened would get
/// their number, and what is meant for people would end up in a result.
void open_standard_streams() {
  int opened = open("/dev/null", O_RDWR);
  while (opened >= 0 && opened <= STDERR_FILENO) opened = open("/dev/null", O_RDWR);
  if (opened >= 0) close(opened);
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  // A file that may not grow any more is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  return rippletank::cli::run_program(std::vector<std::string>(argv, argv + argc));
}
