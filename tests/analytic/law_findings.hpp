// Plays a scenario out, lets the laws predict, and finds one prediction.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/theory/laws.hpp"
#include "tests/analytic/play.hpp"

namespace rippletank::tests {

/// What laws say of a run of a scenario.
struct Predicted {
  scenario::Scenario scenario;
  run::Outcome outcome;
  std::vector<theory::Findings> findings;

  explicit Predicted(const Json& json)
      : scenario(scenario_of(json)),
        outcome(run::run(scenario, scenario.seed)),
        findings(theory::predict({scenario, outcome})) {}

  const theory::Findings* find(const std::string& law) const {
    for (const theory::Findings& one : findings) {
      if (one.law == law) return &one;
    }
    return nullptr;
  }
  const theory::Prediction& of(const std::string& law, const std::string& name) const {
    const theory::Findings* found = find(law);
    if (found == nullptr) throw std::runtime_error("law " + law + " does not apply");
    for (const theory::Prediction& prediction : found->predictions) {
      if (prediction.name == name) return prediction;
    }
    throw std::runtime_error("law " + law + " predicts no " + name);
  }
};

}  // namespace rippletank::tests
