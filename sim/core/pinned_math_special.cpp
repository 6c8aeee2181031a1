// The gamma function and the normal quantile from IEEE operations alone.
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/core/pinned_math.hpp"

namespace rippletank::core {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double factorial_before(double x) {
  double product = 1;
  for (int factor = 2; factor < x; ++factor) product *= factor;
  return product;
}

/// Returns the logarithm of what Stirling's formula lacks, for x >= 10:
/// the sum of B_2k / (2k (2k-1) x^(2k-1)).
double stirling_correction(double x) {
  constexpr std::array<double, 8> coefficients = {1.0 / 12,    -1.0 / 360,        1.0 / 1260,
                                                  -1.0 / 1680, 1.0 / 1188,        -691.0 / 360360.0,
                                                  1.0 / 156,   -3617.0 / 122400.0};
  const double reciprocal = 1.0 / x;
  const double square = reciprocal * reciprocal;
  double sum = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;) sum = sum * square + coefficients[i];
  return sum * reciprocal;
}

/// Evaluates numerator(t) / denominator(t), coefficients from the constant term upwards.
double rational(double t, const std::array<double, 8>& numerator,
                const std::array<double, 8>& denominator) {
  double above = 0;
  double below = 0;
  for (std::size_t i = numerator.size(); i-- > 0;) {
    above = above * t + numerator[i];
    below = below * t + denominator[i];
  }
  return above / below;
}

constexpr std::array<double, 8> central_numerator = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array<double, 8> central_denominator = {1.0,
                                                       4.2313330701600911252e1,
                                                       6.8718700749205790830e2,
                                                       5.3941960214247511077e3,
                                                       2.1213794301586595867e4,
                                                       3.9307895800092710610e4,
                                                       2.8729085735721942674e4,
                                                       5.2264952788528545610e3};
constexpr std::array<double, 8> middle_numerator = {
    1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> middle_denominator = {1.0,
                                                      2.05319162663775882187e0,
                                                      1.67638483018380384940e0,
                                                      6.89767334985100004550e-1,
                                                      1.48103976427480074590e-1,
                                                      1.51986665636164571966e-2,
                                                      5.47593808499534494600e-4,
                                                      1.05075007164441684324e-9};
constexpr std::array<double, 8> tail_numerator = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> tail_denominator = {1.0,
                                                    5.99832206555887937690e-1,
                                                    1.36929880922735805310e-1,
                                                    1.48753612908506148525e-2,
                                                    7.86869131145613259100e-4,
                                                    1.84631831751005468180e-5,
                                                    1.42151175831644588870e-7,
                                                    2.04426310338993978564e-15};

}  // namespace

double gamma(double x) noexcept {
  if (!(x >= 0)) return not_a_number;
  if (x == 0 || x > 171.7) return infinity;
  if (x <= 23 && std::floor(x) == x) return factorial_before(x);
  double argument = x;
  double divisor = 1;
  int steps = 0;
  while (argument < 10) {
    divisor *= argument;
    ++steps;
    argument = x + steps;
  }
  // The sum x + steps was rounded; the slope of log gamma there makes up for it.
  const double lost = x - (argument - steps);
  const double slope = log(argument) - 0.5 / argument;
  constexpr double root_of_two_pi = 0x1.40d931ff62706p1;
  // In two halves, because argument^(argument - 1/2) overflows before the gamma function does.
  const double half_power = pow(argument, 0.5 * argument - 0.25);
  const double stirling = root_of_two_pi * half_power * exp(-argument) * half_power;
  return stirling * exp(stirling_correction(argument) + lost * slope) / divisor;
}

double normal_quantile(double probability) noexcept {
  if (!(probability >= 0 && probability <= 1)) return not_a_number;
  const double offset = probability - 0.5;
  if (std::fabs(offset) <= 0.425) {
    const double t = 0.180625 - offset * offset;
    return offset * rational(t, central_numerator, central_denominator);
  }
  const double tail = offset < 0 ? probability : 1.0 - probability;
  if (tail == 0) return offset < 0 ? -infinity : infinity;
  const double depth = std::sqrt(-log(tail));
  const double size = depth <= 5.0 ? rational(depth - 1.6, middle_numerator, middle_denominator)
                                   : rational(depth - 5.0, tail_numerator, tail_denominator);
  return offset < 0 ? -size : size;
}

}  // namespace rippletank::core
