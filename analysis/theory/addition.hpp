// Addition: what theory adds to the summary of a run that asks for it.
#pragma once

#include <string>

#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"

namespace rippletank::theory {

/// Adds "theory" to a summary if the scenario asks for it (`measure.theory`), and returns the same
/// as text; empty if it does not.
///
/// Cost:    that of predict().
std::string add_if_wanted(const scenario::Scenario& scenario, const run::Outcome& outcome,
                          registry::Json& summary);

}  // namespace rippletank::theory
