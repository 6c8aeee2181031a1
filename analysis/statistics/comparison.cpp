// Compares two samples.
#include "analysis/statistics/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/description.hpp"
#include "analysis/statistics/sums.hpp"
#include "sim/core/check.hpp"

namespace rippletank::statistics {
namespace {

/// Those of two samples, each once; constant only if both are.
std::vector<Warning> joined(const Description& a, const Description& b) {
  std::vector<Warning> both;
  for (const Warning warning : all_warnings()) {
    const bool in_a = has(a.warnings, warning);
    const bool in_b = has(b.warnings, warning);
    if (warning == Warning::constant ? in_a && in_b : in_a || in_b) both.push_back(warning);
  }
  return both;
}

MeanEstimate estimate_of(const Description& sample) {
  const auto n = static_cast<double>(sample.n);
  return {*sample.mean, *sample.sd / std::sqrt(n), n - 1};
}

}  // namespace

bool Difference::excludes_zero() const {
  if (!difference || !half_width) return false;
  // Sums of many fractions in another order differ by no more.
  constexpr double rounding = 1e-12;
  const double rounded_off =
      rounding * std::max(std::abs(mean_a.value_or(0)), std::abs(mean_b.value_or(0)));
  return std::abs(*difference) > std::max(*half_width, rounded_off);
}

Difference compare_pairs(const std::vector<double>& a, const std::vector<double>& b, double level) {
  RIPPLETANK_CHECK(a.size() == b.size(), "a pair has two values");
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(b[i] - a[i]);
  const Description found = describe(differences, level);
  Difference result;
  result.warnings = found.warnings;
  if (!found.mean) return result;
  result.mean_a = mean(a);
  result.mean_b = mean(b);
  result.difference = found.mean;
  result.half_width = found.half_width;
  if (found.half_width) result.freedom = static_cast<double>(found.n - 1);
  return result;
}

Difference compare_samples(const std::vector<double>& a, const std::vector<double>& b,
                           double level) {
  const Description of_a = describe(a, level);
  const Description of_b = describe(b, level);
  Difference result;
  if (of_a.sd && of_b.sd) {
    result = compare_means(estimate_of(of_a), estimate_of(of_b), level);
  } else {
    result.mean_a = of_a.mean;
    result.mean_b = of_b.mean;
    if (of_a.mean && of_b.mean) result.difference = *of_b.mean - *of_a.mean;
  }
  result.warnings = joined(of_a, of_b);
  return result;
}

Difference compare_means(const MeanEstimate& a, const MeanEstimate& b, double level) {
  Difference result;
  result.mean_a = a.mean;
  result.mean_b = b.mean;
  result.difference = b.mean - a.mean;
  const double greater = std::max(a.standard_error, b.standard_error);
  if (greater == 0) {
    result.half_width = 0;
    result.warnings.push_back(Warning::constant);
    return result;
  }
  // Shares of the greater one: fourth powers of small errors would vanish.
  const double share_a = (a.standard_error / greater) * (a.standard_error / greater);
  const double share_b = (b.standard_error / greater) * (b.standard_error / greater);
  const double both = share_a + share_b;
  const double freedom =
      both * both / (share_a * share_a / a.freedom + share_b * share_b / b.freedom);
  result.freedom = std::max(freedom, std::min(a.freedom, b.freedom));
  result.half_width = t_quantile(*result.freedom, level) * greater * std::sqrt(both);
  return result;
}

}  // namespace rippletank::statistics
