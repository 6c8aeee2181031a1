// Description: what a sample of independent values says, with the interval of its mean.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/statistics/student_t.hpp"
#include "analysis/statistics/warnings.hpp"

namespace rippletank::statistics {

/// A sample in a few numbers; what is undefined is empty, and a warning says why.
struct Description {
  std::size_t n = 0;
  std::optional<double> mean;
  std::optional<double> sd;  ///< with n - 1 in the denominator; from two values on
  std::optional<double> min;
  std::optional<double> max;
  std::optional<double> half_width;  ///< of the confidence interval mean ± half_width
  std::vector<Warning> warnings;
};

/// Describes independent values of one distribution, such as a metric of repetitions.
///
/// Shape:   in any order; another order may change the last bit of mean and sd.
/// Errors:  with a value that is not finite, only n is told. Meant for magnitudes of 1e-150 to
///          1e150, whose squares a double can hold.
/// Cost:    O(n) time and memory.
/// Source:  Student, "The probable error of a mean", Biometrika 6(1), 1908. Departs: where the
///          values are not normal the interval is approximate, and the better the more there are.
Description describe(const std::vector<double>& values, double level = usual_level);

}  // namespace rippletank::statistics
