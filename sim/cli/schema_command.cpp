// rippletank schema: the JSON Schema of scenario and sweep files.
#include <fmt/format.h>

#include "sim/cli/command.hpp"
#include "sim/sweep/schema.hpp"

namespace rippletank::cli {

void add_schema_command(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("schema", "Print the JSON Schema of scenario and sweep files");
  command->callback([&action] {
    action = [] {
      fmt::print("{}\n", sweep::schema().dump(2));
      return exit_done;
    };
  });
}

}  // namespace rippletank::cli
