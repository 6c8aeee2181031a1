// Reads the scenario that a command is about.
#include "sim/cli/scenario_choice.hpp"

namespace rippletank::cli {

void add_scenario_choice(CLI::App& command, ScenarioChoice& choice) {
  command.add_option("SCENARIO", choice.file, "A scenario file")->required();
  add_scenario_options(command, choice.settings, choice.seed);
}

scenario::Loaded load(const ScenarioChoice& choice) {
  scenario::Loaded loaded = scenario::load(choice.file, choice.settings);
  if (choice.seed) loaded.scenario.seed = *choice.seed;
  scenario::require_input_files(loaded);
  return loaded;
}

}  // namespace rippletank::cli
