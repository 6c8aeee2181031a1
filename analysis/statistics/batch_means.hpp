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

/// A batch has at least as many values, as many as MSER-5 takes together; a series at least 100.
inline constexpr std::size_t least_batch = 5;

/// The mean of a series; what is undefined is empty, and a warning says why.
struct BatchMeans {
  std::size_t batches = 0;     ///< 0 if the series is too short
  std::size_t batch_size = 0;  ///< values in each
  std::optional<double> mean;
  std::optional<double> standard_error;
  std::optional<double> half_width;  ///< of the confidence interval mean ± half_width
  std::optional<double> lag_1;  ///< correlation of neighbouring batches; empty if they are equal
  std::vector<Warning> warnings;

  /// For comparison; nothing without a standard error.
  std::optional<MeanEstimate> estimate() const;
};

/// Cuts a series into 20 batches of equal length and takes their means for independent values.
///
/// Whether they are is tested after von Neumann: neighbours are compared with all. If they are more
/// alike than independent ones would be in 95 % of cases, a warning says that batches are short.
///
/// Shape:   series in the order of time, without its warm-up. What is left over is left out at the
///          beginning, which is nearer to the warm-up.
/// Errors:  with a value that is not finite, or none, only warnings.
/// Cost:    O(n).
/// Source:  Law, Simulation Modeling and Analysis, 5th ed. (2015), section 9.5.3; test after von
///          Neumann, Annals of Mathematical Statistics 12(4), 1941, with the normal approximation
///          of Fishman, Management Science 24(5), 1978.
BatchMeans batch_means(const std::vector<double>& series, double level = usual_level);

}  // namespace rippletank::statistics
