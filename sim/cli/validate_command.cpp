// rippletank validate FILE...: every mistake in every file.
#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::cli {
namespace {

void check_network(const scenario::Loaded& loaded) {
  try {
    run::check_runnable(loaded.scenario);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
}

/// Does with each file all that run does before the first event: a valid one can be run.
int validate(const std::vector<std::string>& files) {
  std::vector<registry::Diagnostic> mistakes;
  for (const std::string& file : files) {
    try {
      const scenario::Loaded loaded = scenario::load(file);
      scenario::require_input_files(loaded);
      check_network(loaded);
      fmt::print("{}: valid\n", file);
    } catch (const registry::InputError& error) {
      mistakes.insert(mistakes.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  print_diagnostics(mistakes);
  return mistakes.empty() ? exit_done : exit_usage;
}

}  // namespace

void add_validate_command(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("validate", "Report every mistake in scenario files");
  const auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "Scenario files")->required();
  command->callback([&action, files] { action = [files] { return validate(*files); }; });
}

}  // namespace rippletank::cli
