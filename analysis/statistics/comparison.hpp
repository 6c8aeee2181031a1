// Comparison: how much the mean of one sample lies above that of another, with an interval.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/statistics/student_t.hpp"
#include "analysis/statistics/warnings.hpp"

namespace rippletank::statistics {

/// A mean as far as it is known.
struct MeanEstimate {
  double mean = 0;
  double standard_error = 0;
  double freedom = 1;  ///< degrees of freedom of the standard error
};

/// B less A; what is undefined is empty, and a warning says why.
struct Difference {
  std::optional<double> mean_a;
  std::optional<double> mean_b;
  std::optional<double> difference;  ///< mean_b - mean_a
  std::optional<double> half_width;  ///< of the confidence interval difference ± half_width
  std::optional<double> freedom;     ///< degrees of freedom of the interval
  std::vector<Warning> warnings;

  /// Whether the interval leaves out 0, so that chance alone rarely makes such a difference; never
  /// of one that rounding may have made, in the last four digits of the means.
  bool excludes_zero() const;
};

/// Compares pairs, such as repetitions that drew the same random numbers: what makes one of a pair
/// large makes the other large as well, and drops out of their difference.
///
/// Shape:   b[i] belongs to a[i]; equally many.
/// Errors:  RIPPLETANK_CHECK for different numbers; with a value that is not finite, a warning.
/// Cost:    O(n).
/// Source:  Student, "The probable error of a mean", Biometrika 6(1), 1908; for simulations Law,
///          Simulation Modeling and Analysis, 5th ed. (2015), section 10.2.1.
Difference compare_pairs(const std::vector<double>& a, const std::vector<double>& b,
                         double level = usual_level);

/// Compares independent samples, whose spreads may differ.
///
/// Errors:  with a value that is not finite, or none, only warnings.
/// Cost:    O(n).
/// Source:  Welch, "The generalization of Student's problem when several different population
///          variances are involved", Biometrika 34, 1947; degrees of freedom after Satterthwaite,
///          Biometrics Bulletin 2(6), 1946.
Difference compare_samples(const std::vector<double>& a, const std::vector<double>& b,
                           double level = usual_level);

/// The same for means whose standard errors are known already, such as those of batch means.
Difference compare_means(const MeanEstimate& a, const MeanEstimate& b, double level = usual_level);

}  // namespace rippletank::statistics
