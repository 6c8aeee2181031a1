// Adds up without losing digits.
#include "analysis/statistics/sums.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/check.hpp"

namespace rippletank::statistics {

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return std::isfinite(value); });
}

double sum(const std::vector<double>& values) {
  double total = 0;
  double lost = 0;
  for (const double value : values) {
    const double next = total + value;
    lost += std::abs(total) >= std::abs(value) ? (total - next) + value : (value - next) + total;
    total = next;
  }
  return total + lost;
}

double mean(const std::vector<double>& values) {
  RIPPLETANK_CHECK(!values.empty(), "no values have no mean");
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double found = sum(values) / static_cast<double>(values.size());
  return std::isfinite(found) ? std::clamp(found, *least, *greatest) : found;
}

double squared_differences(const std::vector<double>& values, double mean) {
  std::vector<double> differences;
  std::vector<double> squares;
  for (const double value : values) {
    differences.push_back(value - mean);
    squares.push_back((value - mean) * (value - mean));
  }
  const double rest = sum(differences);
  const double total = sum(squares) - rest * rest / static_cast<double>(values.size());
  return total < 0 ? 0 : total;  // NaN stays NaN
}

}  // namespace rippletank::statistics
