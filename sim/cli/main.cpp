// The rippletank command.
#include <string>
#include <vector>

#include "sim/cli/program.hpp"

int main(int argc, char** argv) {
  return rippletank::cli::run_program(std::vector<std::string>(argv, argv + argc));
}
