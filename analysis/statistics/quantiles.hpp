// Quantiles of a sample, with intervals that hold whatever the distribution is.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/statistics/student_t.hpp"

namespace rippletank::statistics {

/// The quantile at `probability` of values in ascending order, interpolated between the two that
/// lie around it; nothing of no values. As R and NumPy do unless told otherwise.
///
/// Errors:  RIPPLETANK_CHECK unless the values ascend, all finite, and 0 <= probability <= 1.
/// Cost:    O(n), to look at the order.
/// Source:  Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician
///          50(4), 1996; type 7.
std::optional<double> quantile(const std::vector<double>& ascending, double probability);

/// Two ranks, from 1 for the least value, between which a quantile lies.
struct Ranks {
  std::size_t low = 1;
  std::size_t high = 1;
  double confidence = 0;  ///< at least what was asked for, as ranks are whole
};

/// The narrowest ranks of n independent values that leave at most (1 - level) / 2 to each side;
/// nothing where n is too small for that: a median takes 6 values for 95 %.
///
/// The number of values below the quantile is binomial whatever the distribution of the values; if
/// that has steps, the confidence is only larger.
///
/// Shape:   0 < probability < 1.
/// Cost:    O(n), by + - * / only.
/// Source:  David & Nagaraja, Order Statistics, 3rd ed. (2003), section 7.1.
std::optional<Ranks> quantile_ranks(std::size_t n, double probability, double level = usual_level);

/// Two values between which something lies.
struct Interval {
  double low = 0;
  double high = 0;
};

/// The confidence interval of a quantile of the distribution that the values come from.
///
/// Shape:   values in ascending order, all finite.
/// Cost:    O(n).
std::optional<Interval> quantile_interval(const std::vector<double>& ascending, double probability,
                                          double level = usual_level);

}  // namespace rippletank::statistics
