// Estimate: how long the missing runs of a sweep will take.
#pragma once

#include <cstdint>

#include "sim/sweep/plan.hpp"
#include "sim/sweep/survey.hpp"

namespace rippletank::sweep {

struct Estimate {
  double seconds_per_run = 0;  ///< on one thread
  std::uint64_t timed = 0;     ///< runs that this is the mean of
  bool is_at_least = false;    ///< as one of them was given up
};

/// From the times of the runs that are there; or, if there are none, from some of the missing ones,
/// which are played for that and not kept.
///
/// Cost:    at most 15 s.
Estimate estimate(const Plan& plan, const Survey& survey);

}  // namespace rippletank::sweep
