// rippletank validate FILE...: every mistake in every file.
#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/scenario/load.hpp"
#include "sim/workload/model.hpp"

namespace rippletank::cli {
namespace {

/// Reads each file as far as it can be read without running it: its own form and values, and
/// whether the files that it names are there.
int validate(const std::vector<std::string>& files) {
  std::vector<registry::Diagnostic> mistakes;
  for (const std::string& file : files) {
    try {
      scenario::require_input_files(scenario::load(file));
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
