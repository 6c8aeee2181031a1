// Inputs: the files that a scenario reads, as a page carries them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/registry/json.hpp"
#include "sim/scenario/scenario.hpp"

namespace rippletank::pages {

/// What is longer in all is left to the command.
inline constexpr std::uintmax_t most_input_bytes = 200'000;

/// Texts by path, below `prefix`: the folder of the scenario in the page. Null if they are too
/// long, or not below the folder of the scenario.
///
/// Errors:  InputError for what cannot be read.
registry::Json inputs_of(const scenario::Scenario& scenario, const std::filesystem::path& base,
                         const std::string& prefix);

}  // namespace rippletank::pages
