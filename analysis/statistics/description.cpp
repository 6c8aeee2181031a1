// Describes samples.
#include "analysis/statistics/description.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics/sums.hpp"

namespace rippletank::statistics {

Description describe(const std::vector<double>& values, double level) {
  Description found;
  found.n = values.size();
  if (values.empty()) {
    found.warnings.push_back(Warning::no_values);
    return found;
  }
  const double center = all_finite(values) ? mean(values) : NAN;
  const double squares = squared_differences(values, center);
  if (!std::isfinite(squares)) {
    found.warnings.push_back(Warning::not_finite);
    return found;
  }
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  found.mean = center;
  found.min = *least;
  found.max = *greatest;
  if (found.n == 1) {
    found.warnings.push_back(Warning::one_value);
    return found;
  }
  const auto n = static_cast<double>(found.n);
  found.sd = std::sqrt(squares / (n - 1));
  found.half_width = t_quantile(n - 1, level) * *found.sd / std::sqrt(n);
  if (found.n < few) found.warnings.push_back(Warning::few_values);
  if (*least == *greatest) found.warnings.push_back(Warning::constant);
  return found;
}

}  // namespace rippletank::statistics
