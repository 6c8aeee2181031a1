// Batch means: the mean of a series whose values depend on each other, with an interval.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/statistics/comparison.hpp"
#include "analysis/statistics/student_t.hpp"
#include "analysis/statistics/warnings.hpp"

namespace rippletank::statistics {

/// Into how many batches a series is cut. Between 10 and 30 are enough: more make the interval
/// hardly narrower, and each batch shorter, so that neighbours depend on each other.
///
/// Source:  Schmeiser, "Batch size effects in the analysis of simulation output", Operations
///          Research 30(3), 1982.
inline constexpr std::size_t usual_batches = 20;

/// A batch has at least as many values, so that a tenth of it has one; a series at least 200.
inline constexpr std::size_t least_batch = 10;

/// Batches depend on each other where neighbouring tenths of them are more alike than this: with
/// correlations that fall geometrically, neighbours among whole batches then have one of 0.05.
///
/// Source:  Law & Carson, "A sequential procedure for determining the length of a steady-state
///          simulation", Operations Research 27(5), 1979; there 40 batches are judged by 400.
inline constexpr double most_correlation = 0.4;

/// The mean of a series; what is undefined is empty, and a warning says why.
struct BatchMeans {
  std::size_t batches = 0;     ///< 0 if the series is too short
  std::size_t batch_size = 0;  ///< values in each
  std::optional<double> mean;
  std::optional<double> standard_error;
  std::optional<double> half_width;  ///< of the confidence interval mean ± half_width
  std::optional<double> lag_1;       ///< correlation of neighbouring tenths; empty if all are equal
  std::vector<Warning> warnings;

  /// For comparison; nothing without a standard error.
  std::optional<MeanEstimate> estimate() const;
};

/// Cuts a series into 20 batches of equal length and takes their means for independent values.
///
/// Whether they are is told by tenths of them, as 20 are too few to show a correlation that is
/// large enough to do harm: where that of neighbouring tenths is above 0.4, a warning says so.
///
/// Shape:   series in the order of time, without its warm-up. What is left over is left out at the
///          beginning, which is nearer to the warm-up.
/// Errors:  with a value that is not finite, or none, only warnings.
/// Cost:    O(n).
/// Source:  Law, Simulation Modeling and Analysis, 5th ed. (2015), section 9.5.3.
BatchMeans batch_means(const std::vector<double>& series, double level = usual_level);

}  // namespace rippletank::statistics
