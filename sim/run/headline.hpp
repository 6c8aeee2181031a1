// Headline: the few numbers that a run is remembered by, each with its definition.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/measure/figure.hpp"
#include "sim/registry/json.hpp"
#include "sim/run/run.hpp"

namespace rippletank::run {

/// One number of a run. This list is the only place that knows it: the summary, the tables over
/// many runs, `rippletank list measures` and the reference pages are derived from it.
struct Metric {
  const char* name;                                 ///< as a JSON key and a CSV column
  const char* unit;                                 ///< may be empty
  const char* definition;                           ///< one sentence
  registry::Json (*value)(const Outcome& outcome);  ///< null when there is nothing to say
};

const std::vector<Metric>& metrics();

/// The value of a figure; null when there is nothing to say.
registry::Json value_of(const measure::Figure& figure);

}  // namespace rippletank::run
