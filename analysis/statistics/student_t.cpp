// Asks Boost.Math for a quantile and takes away the digits that machines disagree about.
#include "analysis/statistics/student_t.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "sim/core/check.hpp"

namespace rippletank::statistics {

double t_quantile(double freedom, double level) {
  RIPPLETANK_CHECK(level > 0 && level < 1, "a confidence lies between 0 and 1");
  RIPPLETANK_CHECK(freedom >= 1, "an interval takes a degree of freedom");
  // In double: long double, to which Boost promotes otherwise, has another width on each processor.
  namespace policies = boost::math::policies;
  using Plain = policies::policy<policies::promote_float<false>, policies::promote_double<false>>;
  const boost::math::students_t_distribution<double, Plain> distribution(freedom);
  // The upper tail, (1 - level) / 2, keeps its digits where the level is near 1.
  return to_ten_digits(quantile(complement(distribution, (1 - level) / 2)));
}

double to_ten_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double size = std::abs(value);
  double scale = 1e9;  // powers of ten up to 1e22 are exact
  while (size * scale >= 1e10) scale /= 10;
  while (size * scale < 1e9) scale *= 10;
  return std::copysign(std::floor(size * scale + 0.5) / scale, value);
}

}  // namespace rippletank::statistics
