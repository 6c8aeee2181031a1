// Answers of the tutorial: its scenarios played with settings, and their numbers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/run/headline.hpp"
#include "sim/run/run.hpp"
#include "sim/scenario/load.hpp"
#include "tests/catch.hpp"

namespace rippletank::tests {

using Settings = std::vector<std::string>;
using Answers = std::vector<std::pair<std::string, double>>;

/// A tutorial by its name, with what `--set` would change.
inline scenario::Scenario tutorial(const std::string& name, const Settings& settings) {
  return scenario::load(
             std::string(RIPPLETANK_SOURCE_DIR) + "/scenarios/tutorial/" + name + ".json", settings)
      .scenario;
}

inline run::Outcome play_tutorial(const std::string& name, const Settings& settings) {
  const scenario::Scenario scenario = tutorial(name, settings);
  return run::run(scenario, scenario.seed);
}

/// A number of the summary.
inline double value(const run::Outcome& outcome, const std::string& name) {
  for (const run::Metric& metric : run::metrics()) {
    if (name == metric.name) return metric.value(outcome).get<double>();
  }
  FAIL("there is no metric " << name);
  return 0;
}

}  // namespace rippletank::tests
