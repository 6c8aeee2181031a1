// Measured spans: for how long peers stayed in networks that somebody measured, by name.
#pragma once

#include <string>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/registry/codec.hpp"

namespace rippletank::registry {

/// A measurement and the distribution that was fitted to it.
struct MeasuredSpan {
  const char* name;
  core::DistributionModel seconds;
  const char* what;  ///< was measured, and how well that is known; for people
};

/// All that are known, in the order in which they are told.
const std::vector<MeasuredSpan>& measured_spans();

/// The parameters of the distribution "measured".
struct Measured {
  std::string of = measured_spans().front().name;

  static Section section();
  /// Errors:  `of` names one that there is.
  const core::DistributionModel& seconds() const;
};

}  // namespace rippletank::registry
