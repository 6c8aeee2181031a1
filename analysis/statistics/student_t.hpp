// Quantiles of Student's t distribution, the same bytes whatever computes them.
#pragma once

namespace rippletank::statistics {

/// The confidence that intervals have unless another is asked for.
inline constexpr double usual_level = 0.95;

/// How many standard errors to each side hold the mean with the given confidence: the quantile at
/// (1 + level) / 2, rounded to 10 significant decimal digits.
///
/// Boost.Math computes it with the logarithms and powers of the machine, whose last bits differ
/// between maths libraries. Rounding takes these bits away, so that results are the same bytes
/// everywhere; the fifth-billionth part that it costs is nothing beside what an interval can tell.
/// A quantile may happen to lie where rounding flips; a test looks at those that are used.
///
/// Shape:   `freedom` need not be whole (Welch).
/// Errors:  RIPPLETANK_CHECK unless 0 < level < 1 and freedom >= 1.
/// Cost:    about 5 microseconds.
/// Source:  Student, "The probable error of a mean", Biometrika 6(1), 1908.
double t_quantile(double freedom, double level);

/// A number rounded to 10 significant decimal digits, by + - * / only.
///
/// Shape:   0, infinities and NaN stay as they are.
double to_ten_digits(double value);

}  // namespace rippletank::statistics
