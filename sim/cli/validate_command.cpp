// rippletank validate FILE...: every mistake in every file.
#include <fmt/format.h>

#include <memory>

#include "sim/cli/command.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/load.hpp"
#include "sim/sweep/plan.hpp"

namespace rippletank::cli {
namespace {

void check_network(const scenario::Loaded& loaded) {
  try {
    run::check_runnable(loaded.scenario);
  } catch (const registry::InputError& error) {
    throw registry::InputError(loaded.located(error.diagnostics()));
  }
}

bool is_sweep(const std::string& file) {
  const registry::ParsedJson parsed =
      registry::parse_json(registry::read_input_file({file, file}), file);
  return parsed.value.is_object() && parsed.value.contains("scenario");
}

/// Does with a scenario all that run does before the first event: a valid one can be run. Of a
/// sweep it reads the scenario of every point, and builds no networks.
void validate_file(const std::string& file) {
  if (is_sweep(file)) {
    sweep::Plan plan(sweep::load_sweep(file, {}));
    return;
  }
  const scenario::Loaded loaded = scenario::load(file);
  scenario::require_input_files(loaded);
  check_network(loaded);
}

int validate(const std::vector<std::string>& files) {
  std::vector<registry::Diagnostic> mistakes;
  for (const std::string& file : files) {
    try {
      validate_file(file);
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
  CLI::App* command =
      app.add_subcommand("validate", "Report every mistake in scenario and sweep files");
  const auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "Scenario or sweep files")->required();
  command->callback([&action, files] { action = [files] { return validate(*files); }; });
}

}  // namespace rippletank::cli
