// ScenarioChoice: the scenario that a command is about, and what the command line changes in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/options.hpp"
#include "sim/scenario/load.hpp"

namespace rippletank::cli {

struct ScenarioChoice {
  std::string file;
  std::vector<std::string> settings;  ///< as --set has them: /POINTER=VALUE
  std::optional<std::uint64_t> seed;
};

/// Adds SCENARIO, --set and --seed.
void add_scenario_choice(CLI::App& command, ScenarioChoice& choice);

/// Reads the scenario and makes sure that the files it names are there.
///
/// Errors:  InputError with the mistakes of either.
scenario::Loaded load(const ScenarioChoice& choice);

}  // namespace rippletank::cli
