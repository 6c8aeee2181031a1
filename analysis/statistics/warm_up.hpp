// Where the beginning of a series ends that is unlike the rest of it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace rippletank::statistics {

/// How many values MSER-5 takes together.
inline constexpr std::size_t mser_batch = 5;

/// What a series is like at its beginning.
struct WarmUp {
  std::size_t truncated = 0;  ///< values to leave out at the beginning; a multiple of 5
  bool over = true;           ///< whether the rest is at least half of the series
};

/// Finds how many values at the beginning to leave out, so that the mean of the others is known
/// best: those where the squared standard error of that mean, taken as if means of five values were
/// independent, is least.
///
/// Where that is in the second half, the series is too short to tell a beginning from the rest.
///
/// Shape:   series in the order of time; what is left over beyond multiples of 5 at the end is not
///          looked at. Of places that are equally good the earliest. The last 5 means are never
///          cut, as a few that happen to be alike would win; nor are those of the second half
///          that are followed only by their like, as rare events leave long rows of equal values.
///          Nothing for less than 50 values.
/// Errors:  RIPPLETANK_CHECK unless all values are finite.
/// Cost:    O(n).
/// Source:  White, "An effective truncation heuristic for bias reduction in simulation output",
///          Simulation 69(6), 1997; White, Cobb & Spratt, "A comparison of five steady-state
///          truncation heuristics for simulation", Winter Simulation Conference 2000; the last five
///          after Hoad, Robinson & Davies, Journal of Simulation 4(2), 2010.
std::optional<WarmUp> mser_5(const std::vector<double>& series);

}  // namespace rippletank::statistics
