// The program: parses the command line and turns every outcome into an exit code.
#pragma once

#include <string>
#include <vector>

namespace rippletank::cli {

/// `arguments` as main() gets them, the program's name first. Returns the exit code.
int run_program(const std::vector<std::string>& arguments);

}  // namespace rippletank::cli
