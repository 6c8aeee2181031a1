// SteadyState: what one long run says about the time after its warm-up.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/statistics/batch_means.hpp"

namespace rippletank::statistics {

/// The mean of a series without its warm-up.
struct SteadyState {
  std::size_t n = 0;          ///< values of the whole series
  std::size_t truncated = 0;  ///< values of the warm-up, which are left out
  BatchMeans rest;            ///< of the others; without an interval if the warm-up is not over
};

/// Leaves the warm-up out by MSER-5 and takes batch means of the rest.
///
/// Shape:   series in the order of time. From fewer than 50 values nothing is left out.
/// Errors:  with a value that is not finite, or none, only warnings.
/// Cost:    O(n).
SteadyState steady_state(const std::vector<double>& series, double level = usual_level);

}  // namespace rippletank::statistics
