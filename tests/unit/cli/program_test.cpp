// The program within one process: exit codes, and what parsing leaves behind.
#include "sim/cli/program.hpp"

#include "tests/catch.hpp"

namespace program_test {

using rippletank::cli::run_program;

TEST_CASE("exit codes tell done from wrong usage") {
  CHECK(run_program({"rippletank", "--version"}) == 0);
  CHECK(run_program({"rippletank", "run", "--help"}) == 0);
  CHECK(run_program({"rippletank", "describe", "flood"}) == 0);
  CHECK(run_program({"rippletank"}) == 2);
  CHECK(run_program({"rippletank", "rnu"}) == 2);
  CHECK(run_program({"rippletank", ""}) == 2);
  CHECK(run_program({"rippletank", "describe", "floood"}) == 2);
  CHECK(run_program({"rippletank", "validate", "/nowhere/at/all.json"}) == 2);
}

TEST_CASE("one call leaves nothing for the next") {
  CHECK(run_program({"rippletank", "describe", "floood"}) == 2);
  CHECK(run_program({"rippletank", "describe", "flood"}) == 0);
  CHECK(run_program({"rippletank", "list", "protocols"}) == 0);
}

}  // namespace program_test
