// A comparison of two results, for people and for programs.
#pragma once

#include <string>

#include "sim/cli/result_comparison.hpp"
#include "sim/registry/json.hpp"

namespace rippletank::cli {

/// In at most 80 columns.
std::string comparison_text(const ResultComparison& comparison);

registry::Json comparison_json(const ResultComparison& comparison);

}  // namespace rippletank::cli
