// Report: predictions beside what was counted, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/theory/prediction.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::theory {

/// The tables of all laws for a terminal of 80 columns; `played`: whether there was a run. Empty
/// without findings.
std::string to_text(const std::vector<Findings>& findings, bool played);

/// What is said where no law applies: which there are.
std::string nothing_applies();

/// A list with an object for each law.
registry::Json to_json(const std::vector<Findings>& findings);

}  // namespace rippletank::theory
